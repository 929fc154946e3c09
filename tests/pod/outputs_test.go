package pod

import (
	"fmt"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/kubectl/pkg/polymorphichelpers"
)

// What the pages show after a command is what the command prints.
func TestOutputsInPagesAreWhatCommandsPrint(t *testing.T) {
	for _, piece := range blocks(t, "sh") {
		if piece.output == "" {
			continue
		}
		t.Run(piece.page, func(t *testing.T) {
			expected := ""
			for line := range strings.Lines(piece.text) {
				for command := range strings.SplitSeq(strings.TrimSpace(line), " && ") {
					expected += printed(t, command)
				}
			}
			if piece.output != expected {
				t.Errorf("%sprints\n%s\nbut the page shows\n%s", piece.text, expected, piece.output)
			}
		})
	}
}

func TestFiveCommandsLeadToAValidatedName(t *testing.T) {
	var shown []block
	for _, piece := range blocks(t, "sh") {
		if piece.page == "docs/kubernetes.md" && piece.output != "" && strings.Count(piece.text, "\n") == 1 {
			shown = append(shown, piece)
		}
	}
	if len(shown) < 5 || !strings.HasSuffix(shown[4].output, validOutput("http-01", relayAddress)) {
		t.Errorf("the first five commands with an output are %+v", shown)
	}
}

// printed is what a command prints. Real kubectl names what real manifests hold; kind and docker are not here, so that their
// lines are those of kind 0.33 and BuildKit with names put in.
func printed(t *testing.T, command string) string {
	t.Helper()
	words := strings.Fields(command)
	switch {
	case strings.HasPrefix(command, "docker build -t "):
		return fmt.Sprintf(" => => naming to docker.io/library/%s:latest\n", words[3])
	case strings.HasPrefix(command, "kind load docker-image "):
		output := ""
		for _, image := range words[3:] {
			output += fmt.Sprintf("Image: %q with ID \"sha256:…\" not yet present on node \"kind-control-plane\", loading...\n", image)
		}
		return output
	case strings.HasPrefix(command, "kubectl apply --server-side -k "):
		return each(named(t, tell(t, nil, "kubectl", "kustomize", repository+"/"+words[4])), "serverside-applied")
	case strings.HasPrefix(command, "kubectl apply --server-side -f "):
		return each(named(t, readFile(t, repository+"/"+words[4])), "serverside-applied")
	case strings.HasPrefix(command, "kubectl patch deployment "):
		return each(named(t, readFile(t, repository+"/"+words[5])), "patched")
	case strings.HasPrefix(command, "kubectl set env deployment/"):
		return each([]string{"deployment.apps/" + strings.TrimPrefix(words[3], "deployment/")}, "env updated")
	case strings.HasPrefix(command, "kubectl create configmap "):
		return each([]string{"configmap/" + words[3]}, "created")
	case strings.HasPrefix(command, "kubectl rollout status deployment/"):
		name := strings.TrimPrefix(words[3], "deployment/")
		return rollout(t, name, 0) + rollout(t, name, 1)
	case command == "kubectl exec deployment/boulder -- "+strings.Join(validateCommand("http-01"), " "):
		return validOutput("http-01", relayAddress)
	default:
		t.Errorf("no test knows what %q prints", command)
		return ""
	}
}

// named are the objects of a stream as kubectl calls them, in order.
func named(t *testing.T, stream []byte) []string {
	t.Helper()
	return strings.Fields(string(tell(t, stream, "kubectl", "annotate", "--local", "-f", "-", "-o", "name", "of=this-test")))
}

func each(names []string, what string) string {
	output := ""
	for _, name := range names {
		output += name + " " + what + "\n"
	}
	return output
}

// rollout is what kubectl says of a Deployment of one pod.
func rollout(t *testing.T, name string, available int64) string {
	t.Helper()
	viewer, err := polymorphichelpers.StatusViewerFor(schema.GroupKind{Group: "apps", Kind: "Deployment"})
	if err != nil {
		t.Fatal(err)
	}
	line, _, err := viewer.Status(&unstructured.Unstructured{Object: map[string]any{
		"metadata": map[string]any{"name": name},
		"status":   map[string]any{"replicas": int64(1), "updatedReplicas": int64(1), "availableReplicas": available},
	}}, 0)
	if err != nil {
		t.Fatal(err)
	}
	return line
}

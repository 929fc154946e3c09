package pod

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
)

// block is a piece of code in a page. If `text` follows it at once, that is its output.
type block struct{ page, language, text, output string }

var fenced = regexp.MustCompile("(?ms)^( *)```(\\w+)\n(.*?)^ *```$(\n\n *```text\n(.*?)^ *```$)?")

// blocks are all pieces of code of one language in the pages on pods; `text` is what no test can run.
func blocks(t *testing.T, language string) []block {
	t.Helper()
	pages, err := filepath.Glob(patches + "/*/README.md")
	if err != nil {
		t.Fatal(err)
	}
	pages = append(pages, patches+"/README.md")
	for _, name := range []string{"kubernetes", "from-coredns", "docker-compose"} {
		pages = append(pages, repository+"/docs/"+name+".md")
	}
	var all []block
	for _, page := range pages {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range fenced.FindAllStringSubmatch(string(text), -1) {
			if !slices.Contains([]string{"sh", "toml", "yaml", "text"}, match[2]) {
				t.Errorf("%s has a block of the language %q, which no test looks at", page, match[2])
			}
			if match[2] == language {
				indent := regexp.MustCompile("(?m)^" + match[1])
				all = append(all, block{strings.TrimPrefix(page, repository+"/"), language,
					indent.ReplaceAllString(match[3], ""), indent.ReplaceAllString(match[5], "")})
			}
		}
	}
	if len(all) == 0 {
		t.Fatalf("no page has a block of %s", language)
	}
	return all
}

func TestKustomizationsInPagesRender(t *testing.T) {
	folder := t.TempDir()
	tell(t, nil, "cp", "-R", patches, folder+"/pod-patches")
	tell(t, nil, "cp", patches+"/examples/base/boulder.yaml", folder)
	for _, piece := range blocks(t, "yaml") {
		t.Run(piece.page, func(t *testing.T) {
			if err := os.WriteFile(folder+"/kustomization.yaml", []byte(piece.text), 0o644); err != nil {
				t.Fatal(err)
			}
			patched := deployment(t, tell(t, nil, "kustomize", "build", folder), "boulder").Spec.Template.Spec
			if !slices.Contains(names(patched.InitContainers), "dns-sidecar") {
				t.Errorf("no sidecar in %v", names(patched.InitContainers))
			}
		})
	}
}

func TestSettingsInPagesLoad(t *testing.T) {
	for _, piece := range blocks(t, "toml") {
		t.Run(piece.page, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "config.toml")
			if err := os.WriteFile(file, []byte(piece.text), 0o644); err != nil {
				t.Fatal(err)
			}
			tell(t, nil, sidecarBinary, "config", "--config", file)
		})
	}
}

// Commands of the pages do what they say to a Deployment in a file, in place of one in a cluster.
func TestCommandsInPagesRun(t *testing.T) {
	base := objects(tell(t, nil, "kustomize", "build", patches+"/examples/base"))["Deployment/boulder"]
	sidecar := tell(t, base, "kubectl", "patch", "--local", "-f", "-", "-o", "yaml", "--patch-file", patches+"/sidecar/patch.yaml")
	for _, piece := range blocks(t, "sh") {
		t.Run(piece.page, func(t *testing.T) {
			document := base
			for line := range strings.Lines(piece.text) {
				words := strings.Fields(line)
				switch {
				case strings.HasPrefix(line, "kubectl patch deployment boulder --patch-file "):
					document = tell(t, document, "kubectl", "patch", "--local", "-f", "-", "-o", "yaml",
						"--patch-file", repository+"/"+words[5])
					strictly(t, document, &appsv1.Deployment{})
				case strings.HasPrefix(line, "kubectl set env deployment/boulder -c dns-sidecar "):
					sidecar = setEnv(t, sidecar, words[6:]...)
				case strings.HasPrefix(line, "kubectl apply --server-side -k "):
					tell(t, nil, "kustomize", "build", repository+"/"+words[4])
				case strings.HasPrefix(line, "kubectl apply --server-side -f "):
					expectConfigMap(t, readFile(t, repository+"/"+words[4]))
				case strings.HasPrefix(line, "kubectl create configmap boulder-dns-sidecar --from-file=config.toml"):
					file := filepath.Join(t.TempDir(), "config.toml")
					if err := os.WriteFile(file, []byte("target = \"app\"\n"), 0o644); err != nil {
						t.Fatal(err)
					}
					expectConfigMap(t, tell(t, nil, "kubectl", "create", "configmap", words[3], "--from-file="+file,
						"--dry-run=client", "-o", "yaml"))
				case strings.HasPrefix(line, "docker build "):
					if _, err := os.Stat(filepath.Join(repository, words[4], "Dockerfile")); err != nil {
						t.Error(err)
					}
				case strings.HasPrefix(line, "kind load docker-image "): // another's program
				case strings.HasPrefix(line, "kubectl rollout status deployment/boulder && kubectl exec deployment/boulder -- "):
					if command := strings.Join(words[9:], " "); command != strings.Join(validateCommand("http-01"), " ") {
						t.Errorf("TestPod runs another command than %q", command)
					}
				default:
					t.Errorf("no test runs %q", line)
				}
			}
		})
	}
}

func expectConfigMap(t *testing.T, document []byte) {
	t.Helper()
	decoded := corev1.ConfigMap{}
	strictly(t, document, &decoded)
	if len(decoded.Data) != 1 {
		t.Errorf("the ConfigMap has not one file but %d", len(decoded.Data))
	}
}

func readFile(t *testing.T, path string) []byte {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

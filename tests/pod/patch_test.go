package pod

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/strategicpatch"
	"sigs.k8s.io/yaml"
)

// objects splits a stream of YAML documents by kind/name.
func objects(stream []byte) map[string][]byte {
	all := map[string][]byte{}
	for document := range strings.SplitSeq(string(stream), "\n---\n") {
		var head struct {
			Kind     string
			Metadata struct{ Name string }
		}
		if yaml.Unmarshal([]byte(document), &head) == nil && head.Kind != "" {
			all[head.Kind+"/"+head.Metadata.Name] = []byte(document)
		}
	}
	return all
}

// deployment decodes a Deployment of a stream; an unknown field is an error, as it is to the API server.
func deployment(t testing.TB, stream []byte, name string) *appsv1.Deployment {
	t.Helper()
	decoded := &appsv1.Deployment{}
	strictly(t, objects(stream)["Deployment/"+name], decoded)
	return decoded
}

func strictly(t testing.TB, document []byte, into any) {
	t.Helper()
	if err := yaml.UnmarshalStrict(document, into); err != nil {
		t.Errorf("%v in\n%s", err, document)
	}
}

func names(containers []corev1.Container) []string {
	var all []string
	for _, container := range containers {
		all = append(all, container.Name)
	}
	return all
}

func TestRenderedObjectsDecodeStrictly(t *testing.T) {
	for name, folder := range rendered(t) {
		t.Run(name, func(t *testing.T) {
			for id, document := range objects(tell(t, nil, "kustomize", "build", folder)) {
				switch kind, _, _ := strings.Cut(id, "/"); kind {
				case "Deployment":
					strictly(t, document, &appsv1.Deployment{})
				case "Service":
					strictly(t, document, &corev1.Service{})
				case "ConfigMap":
					strictly(t, document, &corev1.ConfigMap{})
				case "PodMonitor": // of an operator: no types here
				default:
					t.Errorf("%s is not something that these patches may make", id)
				}
			}
		})
	}
}

func TestContainersStartInTheOrderThatTheyNeed(t *testing.T) {
	cases := []struct {
		example string
		init    []string
		regular []string
	}{
		{"today", []string{"dns-sidecar", "assign-address", "mint-certificate", "install-dns-sidecar", "configure-boulder"},
			[]string{"boulder"}},
		{"today-plain", []string{"assign-address", "mint-certificate", "install-dns-sidecar", "configure-boulder"},
			[]string{"dns-sidecar", "boulder"}},
		{"service-name", []string{"dns-sidecar", "mint-certificate", "install-dns-sidecar", "configure-boulder"},
			[]string{"boulder"}},
	}
	for _, test := range cases {
		t.Run(test.example, func(t *testing.T) {
			spec := deployment(t, tell(t, nil, "kustomize", "build", patches+"/examples/"+test.example), "boulder").Spec.Template
			if got := names(spec.Spec.InitContainers); !slices.Equal(got, test.init) {
				t.Errorf("the init containers are %v, not %v", got, test.init)
			}
			if got := names(spec.Spec.Containers); !slices.Equal(got, test.regular) {
				t.Errorf("the containers are %v, not %v", got, test.regular)
			}
			if first := spec.Annotations["kubectl.kubernetes.io/default-container"]; first != "boulder" {
				t.Errorf("`kubectl logs` would show %q", first)
			}
		})
	}
}

// One init container may set the relay's address and is root for that; all else of ours is held to the restricted profile.
func TestContainersAreRestricted(t *testing.T) {
	for name, folder := range rendered(t) {
		t.Run(name, func(t *testing.T) {
			spec := deployment(t, tell(t, nil, "kustomize", "build", folder), "boulder").Spec.Template.Spec
			for _, container := range slices.Concat(spec.InitContainers, spec.Containers) {
				if container.Name == "boulder" {
					continue
				}
				expectRestricted(t, container)
			}
			if spec.ServiceAccountName != "" || spec.HostNetwork {
				t.Error("the patches ask for a service account or the host's network")
			}
		})
	}
}

func expectRestricted(t *testing.T, container corev1.Container) {
	t.Helper()
	context := container.SecurityContext
	if context == nil || context.Capabilities == nil || context.SeccompProfile == nil {
		t.Errorf("%s has no full securityContext", container.Name)
		return
	}
	var added []corev1.Capability
	user := int64(65532)
	if container.Name == "assign-address" {
		added, user = []corev1.Capability{"NET_ADMIN"}, 0
	}
	if !slices.Equal(context.Capabilities.Drop, []corev1.Capability{"ALL"}) || !slices.Equal(context.Capabilities.Add, added) {
		t.Errorf("%s has the capabilities %+v", container.Name, context.Capabilities)
	}
	if *context.RunAsUser != user || *context.RunAsNonRoot != (user != 0) {
		t.Errorf("%s runs as user %d", container.Name, *context.RunAsUser)
	}
	if !*context.ReadOnlyRootFilesystem || *context.AllowPrivilegeEscalation ||
		context.SeccompProfile.Type != corev1.SeccompProfileTypeRuntimeDefault {
		t.Errorf("%s is not restricted: %+v", container.Name, context)
	}
	if container.Resources.Requests.Cpu().IsZero() || container.Resources.Limits.Memory().IsZero() {
		t.Errorf("%s has no resources", container.Name)
	}
}

// patchFiles are the plain patches, for people without a kustomization.
func patchFiles(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob(patches + "/*/patch.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no patches: %v", err)
	}
	return files
}

func TestPatchingTwiceChangesNothing(t *testing.T) {
	base := objects(tell(t, nil, "kustomize", "build", patches+"/examples/base"))["Deployment/boulder"]
	for _, file := range patchFiles(t) {
		t.Run(filepath.Base(filepath.Dir(file)), func(t *testing.T) {
			patch, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			once := merge(t, base, patch)
			if twice := merge(t, once, patch); string(twice) != string(once) {
				t.Errorf("the second time makes of\n%s\nthis:\n%s", once, twice)
			}
			// As a cluster does it, by way of the client.
			local := func(on []byte) []byte {
				return tell(t, on, "kubectl", "patch", "--local", "-f", "-", "--patch-file", file, "-o", "yaml")
			}
			first := local(base)
			if second := local(first); string(second) != string(first) {
				t.Errorf("kubectl's second time makes of\n%s\nthis:\n%s", first, second)
			}
			if string(merge(t, base, patch)) == string(merge(t, base, []byte("{}"))) {
				t.Error("the patch changes nothing at all")
			}
		})
	}
}

// merge is the API server's strategic merge.
func merge(t testing.TB, document, patch []byte) []byte {
	t.Helper()
	original, err := yaml.YAMLToJSON(document)
	if err != nil {
		t.Fatal(err)
	}
	change, err := yaml.YAMLToJSON(patch)
	if err != nil {
		t.Fatal(err)
	}
	merged, err := strategicpatch.StrategicMergePatch(original, change, appsv1.Deployment{})
	if err != nil {
		t.Fatal(err)
	}
	return merged
}

// Patches of a Deployment that is there, in the order of pod-patches/README.md, make the containers that kustomize makes.
func TestPlainPatchesMakeWhatTheComponentsMake(t *testing.T) {
	document := objects(tell(t, nil, "kustomize", "build", patches+"/examples/base"))["Deployment/boulder"]
	for _, component := range []string{"boulder-config", "sidecar", "relay"} {
		document = tell(t, document, "kubectl", "patch", "--local", "-f", "-", "-o", "yaml",
			"--patch-file", patches+"/"+component+"/patch.yaml")
	}
	patched := &appsv1.Deployment{}
	strictly(t, document, patched)
	composed := deployment(t, tell(t, nil, "kustomize", "build", compose(t, []string{"boulder-config", "sidecar", "relay"})),
		"boulder")
	for _, pair := range [][2][]corev1.Container{
		{patched.Spec.Template.Spec.InitContainers, composed.Spec.Template.Spec.InitContainers},
		{patched.Spec.Template.Spec.Containers, composed.Spec.Template.Spec.Containers},
	} {
		byName := func(a, b corev1.Container) int { return strings.Compare(a.Name, b.Name) }
		slices.SortFunc(pair[0], byName)
		slices.SortFunc(pair[1], byName)
		one, _ := yaml.Marshal(pair[0])
		other, _ := yaml.Marshal(pair[1])
		if string(one) != string(other) {
			t.Errorf("kubectl makes\n%s\nbut kustomize makes\n%s", one, other)
		}
	}
}

// A Boulder of another layout copies one file and changes only the lines that say so.
func TestOnlyLinesMarkedYoursDifferForAnotherLayout(t *testing.T) {
	read := func(file string) []string {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Split(string(text), "\n")
	}
	original := read(patches + "/boulder-config/patch.yaml")
	changed := read(patches + "/examples/boulder-2018/boulder-config.yaml")
	if len(original) != len(changed) {
		t.Fatalf("%d lines became %d", len(original), len(changed))
	}
	for i, line := range original {
		if line != changed[i] && !(strings.Contains(line, "# yours:") && strings.Contains(changed[i], "# yours:")) {
			t.Errorf("line %d, not marked as yours, differs: %q and %q", i+1, line, changed[i])
		}
	}
}

func TestSetEnvReachesTheSidecarAlone(t *testing.T) {
	document := objects(tell(t, nil, "kustomize", "build", patches+"/examples/today"))["Deployment/boulder"]
	changed := &appsv1.Deployment{}
	strictly(t, setEnv(t, document, "FAKE_DNS=192.0.2.99", "FAKE_DNS_CAA=deny"), changed)
	for _, container := range slices.Concat(changed.Spec.Template.Spec.InitContainers, changed.Spec.Template.Spec.Containers) {
		set := slices.ContainsFunc(container.Env, func(variable corev1.EnvVar) bool {
			return variable.Name == "FAKE_DNS" && variable.Value == "192.0.2.99"
		})
		if set != (container.Name == "dns-sidecar") {
			t.Errorf("%s has the environment %v", container.Name, container.Env)
		}
	}
}

// setEnv is what a user says to change a setting.
func setEnv(t testing.TB, document []byte, settings ...string) []byte {
	t.Helper()
	arguments := append([]string{"set", "env", "--local", "-f", "-", "-o", "yaml", "-c", "dns-sidecar"}, settings...)
	return tell(t, document, "kubectl", arguments...)
}

package pod

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"
)

var update = flag.Bool("update", false, "write the golden files anew")

const patches = repository + "/pod-patches"

// examples are the folders of pod-patches/examples that can be applied.
func examples(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob(patches + "/examples/*/kustomization.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	var folders []string
	for _, file := range files {
		folders = append(folders, filepath.Base(filepath.Dir(file)))
	}
	return folders
}

// compositions are what the examples do not show: components that are laid on their base.
var compositions = map[string][]string{
	"metrics":       {"boulder-config", "sidecar", "metrics", "metrics/podmonitor"},
	"metrics-plain": {"boulder-config", "sidecar-plain", "metrics-plain"},
	"pod-dns":       {"sidecar", "pod-dns"},
}

// compose writes a kustomization of components on the examples' base and returns its folder.
func compose(t testing.TB, components []string) string {
	t.Helper()
	folder := t.TempDir()
	kustomization := map[string]any{
		"apiVersion": "kustomize.config.k8s.io/v1beta1",
		"kind":       "Kustomization",
		"resources":  []string{relative(t, folder, patches+"/examples/base")},
	}
	var paths []string
	for _, component := range components {
		paths = append(paths, relative(t, folder, patches+"/"+component))
	}
	kustomization["components"] = paths
	text, err := yaml.Marshal(kustomization)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "kustomization.yaml"), text, 0o644); err != nil {
		t.Fatal(err)
	}
	return folder
}

func relative(t testing.TB, from, to string) string {
	t.Helper()
	absolute, err := filepath.Abs(to)
	if err != nil {
		t.Fatal(err)
	}
	path, err := filepath.Rel(from, absolute)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// rendered are all kustomizations that the tests look at, by name.
func rendered(t testing.TB) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, example := range examples(t) {
		all[example] = patches + "/examples/" + example
	}
	for name, components := range compositions {
		all[name] = compose(t, components)
	}
	return all
}

func TestKubectlAndKustomizeRenderWhatTheGoldenFilesSay(t *testing.T) {
	for name, folder := range rendered(t) {
		t.Run(name, func(t *testing.T) {
			byKustomize := string(tell(t, nil, "kustomize", "build", folder))
			byKubectl := string(tell(t, nil, "kubectl", "kustomize", folder))
			if byKustomize != byKubectl {
				t.Errorf("kubectl renders\n%s\nbut kustomize renders\n%s", byKubectl, byKustomize)
			}
			golden := filepath.Join("golden", name+".yaml")
			if *update {
				if err := os.WriteFile(golden, []byte(byKustomize), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			expected, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if byKustomize != string(expected) {
				t.Errorf("%s is not what is rendered; `go test -run Golden -update` writes it anew:\n%s", golden, byKustomize)
			}
		})
	}
}

// A component is listed by an example or a composition, so that none is left untested.
func TestEveryComponentIsRendered(t *testing.T) {
	components, err := filepath.Glob(patches + "/*/kustomization.yaml")
	if err != nil {
		t.Fatal(err)
	}
	used := ""
	for _, example := range examples(t) {
		text, err := os.ReadFile(patches + "/examples/" + example + "/kustomization.yaml")
		if err != nil {
			t.Fatal(err)
		}
		used += string(text)
	}
	for _, list := range compositions {
		used += "../../" + strings.Join(list, "\n../../") + "\n"
	}
	for _, file := range components {
		component := filepath.Base(filepath.Dir(file))
		if !strings.Contains(used, "../../"+component+"\n") {
			t.Errorf("nothing renders pod-patches/%s", component)
		}
	}
}

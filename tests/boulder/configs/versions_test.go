package configs

import (
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"boulder-dns-sidecar/tests/boulder/harness"
)

const bundle = "minica-and-sidecar.pem"

// source is the directory of a version's module, whose checksum must be the pinned one.
func source(t *testing.T, v version) string {
	t.Helper()
	download := exec.Command("go", "mod", "download", "-json", "github.com/letsencrypt/boulder@"+v.module)
	download.Dir = t.TempDir() // of no module
	text, err := download.Output()
	var module struct{ Dir, Sum, Error string }
	if json.Unmarshal(text, &module) != nil || err != nil {
		t.Fatalf("%v: %v: %s", download.Args, err, text)
	}
	if module.Sum != v.sum {
		t.Fatalf("%s has the checksum %s, not %s", v.module, module.Sum, v.sum)
	}
	return module.Dir
}

// configure rewrites test/FROM of a Boulder's working directory into test/TO, and returns what is said.
func configure(t *testing.T, root, trust, from, to string) string {
	t.Helper()
	command := exec.Command(harness.SidecarBinary(), "configure-boulder", "--from", "test/"+from, "--to", "test/"+to,
		"--trust", trust)
	command.Dir = root
	said, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %v\n%s", command.Args, err, said)
	}
	return string(said)
}

// read is the text of each file below a folder.
func read(t *testing.T, folder string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		files[strings.TrimPrefix(path, folder+"/")] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestOnlyTheNamedKeysChange(t *testing.T) {
	for _, v := range versions {
		directory := source(t, v)
		for folder, wanted := range map[string]edits{"config": v.config, "config-next": v.next} {
			t.Run(v.module+"/"+folder, func(t *testing.T) {
				root := t.TempDir()
				if err := os.CopyFS(filepath.Join(root, "test", folder), os.DirFS(filepath.Join(directory, "test", folder))); err != nil {
					t.Fatal(err)
				}
				// Where the files have their CA, until and since 2024-05.
				harness.NewAuthority(t, filepath.Join(root, "test/grpc-creds"))
				harness.NewAuthority(t, filepath.Join(root, "test/certs/ipki"))
				trust := harness.NewAuthority(t, t.TempDir()).CAFile()

				said := configure(t, root, trust, folder, "sidecar")
				before, after := read(t, filepath.Join(root, "test", folder)), read(t, filepath.Join(root, "test/sidecar"))
				expectFiles(t, before, after, wanted)
				for file := range before {
					if object, isVA := v.files[file]; isVA {
						expectEdits(t, file, before[file], after[file], wanted.of(object))
					} else if before[file] != after[file] {
						t.Errorf("%s was changed", file)
					}
				}
				if told := strings.Count(said, " → "); told != len(v.files)*len(wanted) {
					t.Errorf("%d changes were told, not %d:\n%s", told, len(v.files)*len(wanted), said)
				}

				configure(t, root, trust, "sidecar", "again")
				if again := read(t, filepath.Join(root, "test/again")); !maps.Equal(again, after) {
					t.Error("a second run changed something")
				}
			})
		}
	}
}

// of are the edits of a file with the given top-level object.
func (e edits) of(object string) map[string]string {
	paths := map[string]string{}
	for path, after := range e {
		paths[strings.Replace(path, "$", object, 1)] = after
	}
	return paths
}

// expectFiles fails unless the same files are there, and a bundle where one is wanted.
func expectFiles(t *testing.T, before, after map[string]string, wanted edits) {
	t.Helper()
	names := slices.Collect(maps.Keys(before))
	if _, trusts := wanted["$.tls.caCertfile"]; trusts {
		names = append(names, bundle)
		if count := strings.Count(after[bundle], "BEGIN CERTIFICATE"); count != 2 {
			t.Errorf("the bundle has %d certificates", count)
		}
	}
	slices.Sort(names)
	if got := slices.Sorted(maps.Keys(after)); !slices.Equal(got, names) {
		t.Errorf("the files are %q, not %q", got, names)
	}
}

// expectEdits fails unless the members at the paths have their new values, had others, and every other byte stayed.
func expectEdits(t *testing.T, file, before, after string, paths map[string]string) {
	t.Helper()
	for path, wanted := range paths {
		old, err := value([]byte(before), path)
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		got, err := value([]byte(after), path)
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		if got != wanted || old == wanted {
			t.Errorf("%s: %s is %s after %s, not %s", file, path, got, old, wanted)
		}
	}
	kept, err := segments([]byte(before))
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	rest, err := segments([]byte(after))
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	if !slices.Equal(without(kept, paths), without(rest, paths)) {
		t.Errorf("%s was changed elsewhere, from\n%s\nto\n%s", file, before, after)
	}
}

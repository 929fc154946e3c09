package newest

import (
	"os"
	"path/filepath"
	"testing"

	"boulder-dns-sidecar/tests/boulder/harness"
)

func TestConfiguredFilesPassBouldersValidator(t *testing.T) {
	for _, folder := range folders {
		t.Run(folder, func(t *testing.T) {
			d := newDeployment(t, folder)
			configured := d.configure(t, folder, "127.0.0.1:8553", d.authority.CAFile())
			d.expectAccepted(t, "boulder-va", configured, "va.json")
			for file := range remotes {
				d.expectAccepted(t, "remoteva", configured, file)
			}
		})
	}
}

func TestConfiguringItsOwnOutputChangesNothing(t *testing.T) {
	for _, folder := range folders {
		t.Run(folder, func(t *testing.T) {
			d := newDeployment(t, folder)
			trust := filepath.Join(t.TempDir(), "ca.pem")
			harness.NewAuthority(t, filepath.Dir(trust))
			if err := os.Rename(filepath.Join(filepath.Dir(trust), "minica.pem"), trust); err != nil {
				t.Fatal(err)
			}
			once := d.configure(t, folder, "127.0.0.1:8553", trust)
			twice := d.configure(t, once, "127.0.0.1:8553", trust)
			files := []string{"va.json"}
			for file := range remotes {
				files = append(files, file)
			}
			for _, file := range files {
				first, err := os.ReadFile(filepath.Join(d.path(once), file))
				if err != nil {
					t.Fatal(err)
				}
				second, err := os.ReadFile(filepath.Join(d.path(twice), file))
				if err != nil {
					t.Fatal(err)
				}
				if string(first) != string(second) {
					t.Errorf("%s was changed again, from\n%s\nto\n%s", file, first, second)
				}
			}
		})
	}
}

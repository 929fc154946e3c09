// Package deployment runs the validation authorities of whatever Boulder the importing module is pinned to, with
// Boulder's own configuration files as configure-boulder rewrites them, and asks them over gRPC as its RA does.
package deployment

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"google.golang.org/grpc"

	"boulder-dns-sidecar/tests/boulder/harness"
)

// folders are Boulder's two sets of configuration files.
var folders = []string{"config", "config-next"}

// Program is the module's own Boulder: what Main is to build.
var Program = harness.Command{Name: "boulder", Package: "./cmd/boulder"}

// Deployment is a Boulder's working directory, with the VAs that run in it.
type Deployment struct {
	Authority *harness.Authority

	root    string
	folder  string // of folders
	primary service
	remotes []program
	address string
}

// moduleDirectory is where Boulder's own source lies.
func moduleDirectory(t testing.TB) string {
	t.Helper()
	text, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/letsencrypt/boulder").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(text))
}

// New has one of Boulder's folders, and certificates of the names and paths that its files give.
func New(t testing.TB, folder string) *Deployment {
	t.Helper()
	source := filepath.Join(moduleDirectory(t), "test")
	made := &Deployment{root: t.TempDir(), folder: folder}
	for _, needed := range []string{folder, "secrets"} {
		if _, err := os.Stat(filepath.Join(source, needed)); err != nil && needed != folder {
			continue // gone from today's Boulder
		}
		if err := os.CopyFS(made.Path(needed), os.DirFS(filepath.Join(source, needed))); err != nil {
			t.Fatal(err)
		}
	}
	made.primary = readService(t, filepath.Join(made.Path(folder), "va.json"))
	made.remotes = remotes(t, made.Path(folder), made.primary)
	made.Authority = harness.NewAuthority(t, filepath.Join(made.root, filepath.Dir(made.primary.TLS.CACertFile)))
	leaves := map[string]bool{leaf(made.primary.TLS.CertFile): true, harness.RAName: true}
	for _, remote := range made.remotes {
		leaves[leaf(readService(t, filepath.Join(made.Path(folder), remote.file)).TLS.CertFile)] = true
	}
	for name := range leaves {
		made.Authority.Issue(t, name, names(name)...)
	}
	return made
}

// Path is a folder of the deployment.
func (d *Deployment) Path(folder string) string { return filepath.Join(d.root, "test", folder) }

// Files are those of the VAs that run, the primary's first.
func (d *Deployment) Files() []string {
	files := []string{"va.json"}
	for _, remote := range d.remotes {
		files = append(files, remote.file)
	}
	return files
}

// Configure rewrites a folder for a sidecar into another one, whose name it returns.
func (d *Deployment) Configure(t testing.TB, folder, dns, doh, trust string) string {
	t.Helper()
	to := folder + "-sidecar"
	harness.Run(t, nil, "configure-boulder", "--from", d.Path(folder), "--to", d.Path(to), "--root", d.root,
		"--trust", trust, "--dns", dns, "--doh", doh)
	return to
}

// start runs the primary VA and its remotes with the files in folder, as Boulder's own start script does.
func (d *Deployment) start(t testing.TB, folder string) {
	t.Helper()
	harness.StartSyslog(t)
	startCollector(t)
	for _, remote := range d.remotes {
		d.run(t, remote, folder)
	}
	primary := program{"boulder-va", "va.json", harness.FreePort(t)}
	d.run(t, primary, folder)
	d.address = net.JoinHostPort("127.0.0.1", primary.port)
}

// startCollector refuses the traces that files of config-next send, for a VA would wait for a collector that is away.
func startCollector(t testing.TB) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:4317")
	if err != nil {
		t.Fatal(err)
	}
	server := grpc.NewServer()
	go server.Serve(listener)
	t.Cleanup(server.Stop)
}

func (d *Deployment) run(t testing.TB, p program, folder string) {
	t.Helper()
	address := net.JoinHostPort("127.0.0.1", p.port)
	process := harness.Start(t, harness.Spawn{
		Name: p.name,
		Path: harness.Binary(Program.Name),
		Args: []string{p.name, "--config", filepath.Join(d.Path(folder), p.file), "--addr", address,
			"--debug-addr", harness.FreeAddress(t)},
		Dir: d.root,
	})
	process.WaitForTCP(t, address)
}

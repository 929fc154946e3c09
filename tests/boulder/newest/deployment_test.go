package newest

import (
	"bytes"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/letsencrypt/boulder/cmd"
	_ "github.com/letsencrypt/boulder/cmd/boulder-va"
	_ "github.com/letsencrypt/boulder/cmd/remoteva"

	"boulder-dns-sidecar/tests/boulder/harness"
)

// remotes are the remote VAs as Boulder's test/startservers.py starts them: file and port of va.json's remoteVAs.
var remotes = map[string]string{
	"remoteva-a.json": "9397",
	"remoteva-b.json": "9498",
	"remoteva-c.json": "9499",
	"remoteva-d.json": "9500",
}

// folders are Boulder's two sets of configuration files.
var folders = []string{"config", "config-next"}

// deployment is a Boulder's working directory, with the VAs that run in it.
type deployment struct {
	root      string
	authority *harness.Authority
	address   string
}

// moduleDirectory is where Boulder's own source lies.
func moduleDirectory(t *testing.T) string {
	t.Helper()
	text, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/letsencrypt/boulder").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(text))
}

// newDeployment has Boulder's configuration folder and certificates of the names and paths that its files give.
func newDeployment(t *testing.T, folder string) *deployment {
	t.Helper()
	root := t.TempDir()
	made := &deployment{root: root, authority: harness.NewAuthority(t, filepath.Join(root, "test/certs/ipki"))}
	for _, service := range []string{"va", "rva", "ra"} {
		made.authority.Issue(t, service+".boulder", service+"1.boulder", service+"2.boulder")
	}
	from := filepath.Join(moduleDirectory(t), "test", folder)
	if err := os.CopyFS(made.path(folder), os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	return made
}

func (d *deployment) path(folder string) string { return filepath.Join(d.root, "test", folder) }

// configure rewrites the folder for the sidecar, into another one, whose name it returns.
func (d *deployment) configure(t *testing.T, folder, doh, trust string) string {
	t.Helper()
	to := folder + "-sidecar"
	harness.Run(t, nil, "configure-boulder", "--from", d.path(folder), "--to", d.path(to), "--root", d.root,
		"--trust", trust, "--doh", doh)
	return to
}

// expectAccepted fails unless Boulder's own validator takes the file for the given program.
func (d *deployment) expectAccepted(t *testing.T, program, folder, file string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(d.path(folder), file))
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.ValidateJSONConfig(cmd.LookupConfigValidator(program), bytes.NewReader(text)); err != nil {
		t.Errorf("%s refuses %s: %v", program, file, err)
	}
}

// start runs the primary VA and its remotes with the files in folder, as Boulder's own start script does.
func (d *deployment) start(t *testing.T, folder string) {
	t.Helper()
	harness.StartSyslog(t)
	for file, port := range remotes {
		d.run(t, "remoteva", filepath.Join(d.path(folder), file), net.JoinHostPort("127.0.0.1", port))
	}
	d.address = harness.FreeAddress(t)
	d.run(t, "boulder-va", filepath.Join(d.path(folder), "va.json"), d.address)
}

func (d *deployment) run(t *testing.T, program, file, address string) {
	t.Helper()
	process := harness.Start(t, harness.Spawn{
		Name: program,
		Path: harness.Binary("boulder"),
		Args: []string{program, "--config", file, "--addr", address, "--debug-addr", harness.FreeAddress(t)},
		Dir:  d.root,
	})
	process.WaitForTCP(t, address)
}

// assignRelayAddress makes the relay's address local to the namespace, as the init container does in the pod.
func assignRelayAddress(t *testing.T) {
	t.Helper()
	harness.Run(t, harness.Env{"FAKE_DNS_RELAY_ADDRESSES": relayAddress + "/32"}, "assign-address")
	listener, err := net.Listen("tcp", net.JoinHostPort(relayAddress, "0"))
	if err != nil {
		t.Fatal(err)
	}
	listener.Close()
}

// startDeployment runs the sidecar with the settings and Boulder with its files rewritten for it.
func startDeployment(t *testing.T, folder string, settings harness.Env) (*deployment, *harness.Sidecar) {
	t.Helper()
	// The names that the files use for the machine on which everything runs.
	harness.StartSystemDNS(t, "rva1.service.consul 127.0.0.1")
	sidecar := harness.StartDoH(t, settings)
	made := newDeployment(t, folder)
	made.start(t, made.configure(t, folder, sidecar.DoH, sidecar.CA))
	return made, sidecar
}

// relayed are settings with which names resolve to the relay's address.
func relayed(t *testing.T, target, upstream string) harness.Env {
	t.Helper()
	assignRelayAddress(t)
	return harness.Env{"FAKE_DNS": target, "FAKE_DNS_UPSTREAM_SERVERS": upstream,
		"FAKE_DNS_RELAY_ADDRESSES": relayAddress + "/32"}
}

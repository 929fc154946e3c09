package pod

import (
	"net/netip"
	"os"
	"os/exec"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"
)

// composeFile is what the tests look at of a docker compose file.
type composeFile struct {
	Services map[string]struct {
		Image       string
		Command     []string
		Environment map[string]string
		Networks    map[string]struct {
			Address string `json:"ipv4_address"`
		}
		DependsOn map[string]struct{ Condition string } `json:"depends_on"`
	}
	Networks map[string]struct {
		IPAM struct {
			Config []struct {
				Subnet  string
				IPRange string `json:"ip_range"`
			}
		}
	}
}

// bouldersCompose is the file of today's Boulder over which ours is laid.
func bouldersCompose(t *testing.T) []byte {
	t.Helper()
	list := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/letsencrypt/boulder")
	list.Dir = patches + "/examples/boulder"
	directory, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	return readFile(t, strings.TrimSpace(string(directory))+"/docker-compose.yml")
}

func TestComposeOverrideFitsBouldersOwnFile(t *testing.T) {
	// Networks of services may be a list or a map in Boulder's file: only their definitions matter here.
	var boulder struct {
		Services map[string]any
		Networks any
	}
	var theirs, ours composeFile
	text := bouldersCompose(t)
	if err := yaml.Unmarshal(text, &boulder); err != nil {
		t.Fatal(err)
	}
	networks, err := yaml.Marshal(map[string]any{"networks": boulder.Networks})
	if err != nil {
		t.Fatal(err)
	}
	parse(t, networks, &theirs)
	parse(t, readFile(t, repository+"/docs/docker-compose.sidecar.yml"), &ours)
	if _, there := boulder.Services["boulder"]; !there {
		t.Fatal("Boulder's file has no service boulder")
	}
	for name, network := range ours.Services["bdnssidecar"].Networks {
		expectFree(t, string(text), theirs, name, network.Address)
	}
	for name := range ours.Services["boulder"].DependsOn {
		if _, there := ours.Services[name]; !there {
			t.Errorf("boulder waits for %s, which is nowhere", name)
		}
	}
	if folder := ours.Services["boulder"].Environment["BOULDER_CONFIG_DIR"]; !strings.Contains(
		strings.Join(ours.Services["bdnssidecar-config"].Command, " "), "--to=/boulder/"+folder+" ") {
		t.Errorf("nobody writes %s", folder)
	}
}

func parse(t *testing.T, document []byte, into any) {
	t.Helper()
	if err := yaml.Unmarshal(document, into); err != nil {
		t.Fatal(err)
	}
}

// expectFree fails unless the network has the address and gives it to nobody else.
func expectFree(t *testing.T, boulders string, file composeFile, network, text string) {
	t.Helper()
	address := netip.MustParseAddr(text)
	for _, pool := range file.Networks[network].IPAM.Config {
		if !netip.MustParsePrefix(pool.Subnet).Contains(address) {
			continue
		}
		if pool.IPRange != "" && netip.MustParsePrefix(pool.IPRange).Contains(address) {
			t.Errorf("%s may be given to another service of %s", text, network)
		}
		if strings.Contains(boulders, text) {
			t.Errorf("%s is in Boulder's own file already", text)
		}
		return
	}
	t.Errorf("no network %s with %s", network, text)
}

func TestComposeSettingsLoad(t *testing.T) {
	var ours composeFile
	parse(t, readFile(t, repository+"/docs/docker-compose.sidecar.yml"), &ours)
	show := exec.Command(sidecarBinary, "config")
	show.Env = os.Environ()
	for name, value := range ours.Services["bdnssidecar"].Environment {
		if strings.HasPrefix(value, "${FAKE_DNS:?") {
			value = "app"
		}
		show.Env = append(show.Env, name+"="+value)
	}
	if output, err := show.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, output)
	}
}

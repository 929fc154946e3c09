package harness

import (
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"path/filepath"
	"testing"
	"time"

	"github.com/miekg/dns"
)

// Env is the environment of a sidecar: what the user sets.
type Env map[string]string

// Sidecar is a running sidecar. DoH and CA are empty unless StartDoH made it.
type Sidecar struct {
	*Process
	DNS    string
	DoH    string
	Status string
	CA     string
}

// StartSidecar runs `boulder-dns-sidecar` with free ports of 127.0.0.1 and the given settings, which win, and returns
// when it has answered its first query.
func StartSidecar(t testing.TB, settings Env) *Sidecar {
	t.Helper()
	environment := Env{"FAKE_DNS_LISTEN": FreeAddress(t), "FAKE_DNS_STATUS_LISTEN": FreeAddress(t)}
	maps.Copy(environment, settings)
	sidecar := &Sidecar{DNS: environment["FAKE_DNS_LISTEN"], Status: environment["FAKE_DNS_STATUS_LISTEN"]}
	sidecar.Process = Start(t, Spawn{Name: "boulder-dns-sidecar", Path: SidecarBinary(), Env: environment})
	Eventually(t, "the sidecar's first answer", func() bool {
		if sidecar.Exited() {
			t.Fatalf("the sidecar ended with code %d", sidecar.command.ProcessState.ExitCode())
		}
		_, err := Ask(sidecar.DNS, "udp", "version.bind.", dns.TypeTXT, dns.ClassCHAOS)
		return err == nil
	})
	return sidecar
}

// StartDoH is StartSidecar with DNS over HTTPS under a certificate that the sidecar makes itself.
func StartDoH(t testing.TB, settings Env) *Sidecar {
	t.Helper()
	directory := t.TempDir()
	environment := Env{"FAKE_DNS_DOH_LISTEN": FreeAddress(t), "FAKE_DNS_DOH_DIRECTORY": directory}
	maps.Copy(environment, settings)
	sidecar := StartSidecar(t, environment)
	sidecar.DoH, sidecar.CA = environment["FAKE_DNS_DOH_LISTEN"], filepath.Join(directory, "ca.pem")
	sidecar.WaitForTCP(t, sidecar.DoH)
	return sidecar
}

// Ask sends one question over "udp" or "tcp" and returns the whole reply.
func Ask(server, network, name string, qtype, class uint16) (*dns.Msg, error) {
	query := new(dns.Msg)
	query.SetQuestion(dns.Fqdn(name), qtype)
	query.Question[0].Qclass = class
	client := dns.Client{Net: network, Timeout: 2 * time.Second}
	reply, _, err := client.Exchange(query, server)
	return reply, err
}

// Seen is what the tests look at of an entry of the sidecar's /queries.
type Seen struct {
	Transport string `json:"transport"`
	Name      string `json:"name"`
	Type      string `json:"type"`
}

// Queries is what the sidecar says it was asked, newest first.
func (s *Sidecar) Queries(t testing.TB) []Seen {
	t.Helper()
	text := s.Get(t, "/queries?limit=1000")
	var list []Seen
	if err := json.Unmarshal(text, &list); err != nil {
		t.Fatalf("/queries: %v in %s", err, text)
	}
	return list
}

// Get fetches a path of the sidecar's status endpoint.
func (s *Sidecar) Get(t testing.TB, path string) []byte {
	t.Helper()
	client := http.Client{Timeout: Deadline}
	response, err := client.Get("http://" + s.Status + path)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// Run runs another subcommand of the sidecar to its end, which must be good, and returns what it printed.
func Run(t testing.TB, settings Env, arguments ...string) string {
	t.Helper()
	process := Start(t, Spawn{Name: "boulder-dns-sidecar", Path: SidecarBinary(), Args: arguments, Env: settings})
	if code := process.Wait(t); code != 0 {
		t.Fatalf("boulder-dns-sidecar %v ended with code %d:\n%s", arguments, code, process.Output())
	}
	return process.Output()
}

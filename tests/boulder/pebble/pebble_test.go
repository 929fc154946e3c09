// Package pebble obtains certificates from Pebble, which resolves through the sidecar by -dnsserver: 2.9 asks over
// UDP, 2.10 over TCP. Each version has a module of its own below, for one module can hold only one.
package pebble

import (
	"net"
	"slices"
	"strings"
	"testing"

	"boulder-dns-sidecar/tests/boulder/harness"
)

const (
	domain        = "www.example.com"
	service       = "app.default.svc.cluster.local"
	pebblePackage = "github.com/letsencrypt/pebble/v2/cmd/pebble"
)

// versions are the modules of Pebble, named by the transport that each asks over.
var versions = []string{"udp", "tcp"}

func TestMain(m *testing.M) {
	commands := []harness.Command{}
	for _, version := range versions {
		commands = append(commands, harness.Command{Name: version, Dir: version, Package: pebblePackage})
	}
	harness.Main(m, commands...)
}

// ca is a running Pebble that validates at the given port of an application.
type ca struct {
	directory string
	authority *harness.Authority
}

func startPebble(t *testing.T, version, dnsServer string, challengePort int) ca {
	t.Helper()
	authority := harness.NewAuthority(t, t.TempDir())
	authority.Issue(t, "pebble.example")
	address := harness.FreeAddress(t)
	configuration := harness.WriteJSON(t, harness.Settings{"pebble": harness.Settings{
		"listenAddress": address,
		"certificate":   authority.CertFile("pebble.example"),
		"privateKey":    authority.KeyFile("pebble.example"),
		"httpPort":      challengePort,
		"tlsPort":       challengePort,
		"retryAfter":    harness.Settings{"authz": 1, "order": 1},
		"profiles": harness.Settings{"default": harness.Settings{"description": "the only one",
			"validityPeriod": 86400}},
	}})
	process := harness.Start(t, harness.Spawn{
		Name: "pebble over " + version,
		Path: harness.Binary(version),
		Args: []string{"-config", configuration, "-dnsserver", dnsServer},
		Env:  map[string]string{"PEBBLE_VA_NOSLEEP": "1", "PEBBLE_WFE_NONCEREJECT": "0"},
	})
	process.WaitForTCP(t, address)
	return ca{directory: "https://" + address + "/dir", authority: authority}
}

// expectTransport fails unless the sidecar was asked for the domain, and only over the given transport.
func expectTransport(t *testing.T, sidecar *harness.Sidecar, transport string) {
	t.Helper()
	types := []string{}
	for _, seen := range sidecar.Queries(t) {
		if strings.TrimSuffix(seen.Name, ".") != domain {
			continue
		}
		types = append(types, seen.Type)
		if seen.Transport != transport {
			t.Errorf("asked for %s over %s, not %s", seen.Type, seen.Transport, transport)
		}
	}
	if !slices.Contains(types, "A") || !slices.Contains(types, "AAAA") {
		t.Errorf("the sidecar was asked for %v only", types)
	}
}

func TestPebbleIssues(t *testing.T) {
	cases := []struct {
		name      string
		target    string
		address   string
		challenge string
	}{
		{"FixedIPOverHTTP01", "127.0.0.2", "127.0.0.2", "http-01"},
		{"FixedIPOverTLSALPN01", "127.0.0.2", "127.0.0.2", "tls-alpn-01"},
		{"ServiceNameOverHTTP01", service, "127.0.0.3", "http-01"},
		{"ServiceNameOverTLSALPN01", service, "127.0.0.3", "tls-alpn-01"},
	}
	for _, version := range versions {
		for _, test := range cases {
			t.Run(strings.ToUpper(version)+"/"+test.name, func(t *testing.T) {
				t.Parallel() // the client waits seconds between its questions
				cluster := harness.StartClusterDNS(t, service+" 127.0.0.3")
				sidecar := harness.StartSidecar(t, harness.Env{"FAKE_DNS": test.target,
					"FAKE_DNS_UPSTREAM_SERVERS": cluster.Address})
				app := net.JoinHostPort(test.address, harness.FreePort(t))
				server := startPebble(t, version, sidecar.DNS, harness.Port(t, app))
				certificate, err := obtain(t, server, test.challenge, app)
				if err != nil {
					t.Fatal(err)
				}
				if err := certificate.VerifyHostname(domain); err != nil {
					t.Error(err)
				}
				expectTransport(t, sidecar, version)
			})
		}
	}
}

func TestPebbleRefusesWhenTheServiceIsMissing(t *testing.T) {
	for _, version := range versions {
		t.Run(strings.ToUpper(version), func(t *testing.T) {
			t.Parallel()
			cluster := harness.StartClusterDNS(t)
			sidecar := harness.StartSidecar(t, harness.Env{"FAKE_DNS": service,
				"FAKE_DNS_UPSTREAM_SERVERS": cluster.Address})
			app := net.JoinHostPort("127.0.0.3", harness.FreePort(t))
			server := startPebble(t, version, sidecar.DNS, harness.Port(t, app))
			if _, err := obtain(t, server, "http-01", app); err == nil {
				t.Fatal("a certificate was issued for a name without an address")
			}
			if asked := cluster.Asked(); !slices.Contains(asked, service+" A") {
				t.Errorf("cluster DNS was asked %v, not for the service", asked)
			}
		})
	}
}

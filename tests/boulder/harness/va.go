package harness

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// The names in the certificates of a VA and of the only client it lets in.
const (
	VAName = "va.boulder"
	RAName = "ra.boulder"
)

// Settings is a JSON object of a Boulder configuration.
type Settings map[string]any

// VA is a running validation authority.
type VA struct {
	*Process
	Address   string
	Authority *Authority
}

// Discovery makes a VA find its resolver by SRV, asked of the sidecar: service is "dns" or "doh".
func (s *Sidecar) Discovery(service string) Settings {
	return Settings{"dnsProvider": Settings{
		"dnsAuthority": s.DNS,
		"srvLookup":    Settings{"service": service, "domain": "boulder-dns-sidecar.internal."},
	}}
}

// VASettings is the smallest configuration with which a VA starts, with the given additions to its "va" object.
func (a *Authority) VASettings(t testing.TB, address, issuer string, additions ...Settings) Settings {
	t.Helper()
	services := Settings{}
	for _, service := range []string{"va.VA", "va.CAA", "grpc.health.v1.Health"} {
		services[service] = Settings{"clientNames": []string{RAName}}
	}
	va := Settings{
		"userAgent":                 "boulder",
		"dnsTries":                  3,
		"dnsTimeout":                "1s",
		"dnsAllowLoopbackAddresses": true,
		"issuerDomain":              issuer,
		"tls": Settings{"caCertFile": a.CAFile(), "certFile": a.CertFile(VAName),
			"keyFile": a.KeyFile(VAName)},
		"grpc":               Settings{"address": address, "maxConnectionAge": "30s", "services": services},
		"accountURIPrefixes": []string{"http://boulder.example/acme/acct/"},
		// Mandatory until Boulder of 2024-12-10.
		"debugAddr": FreeAddress(t),
	}
	for _, addition := range additions {
		for name, value := range addition {
			va[name] = value
		}
	}
	return Settings{"va": va, "syslog": Settings{"stdoutlevel": 6, "sysloglevel": -1}}
}

// StartVA runs the program "boulder-va" that Main built, and returns when it accepts gRPC connections.
func StartVA(t testing.TB, issuer string, additions ...Settings) *VA {
	t.Helper()
	va := &VA{Address: FreeAddress(t), Authority: NewAuthority(t, t.TempDir())}
	va.Authority.Issue(t, VAName)
	va.Authority.Issue(t, RAName)
	file := WriteJSON(t, va.Authority.VASettings(t, va.Address, issuer, additions...))
	va.Process = Start(t, Spawn{Name: "boulder-va", Path: Binary("boulder-va"), Args: []string{"-config", file}})
	va.WaitForTCP(t, va.Address)
	return va
}

// WriteJSON puts a value into a file of the test's own.
func WriteJSON(t testing.TB, value any) string {
	t.Helper()
	text, err := json.MarshalIndent(value, "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "config.json")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// CallTimeout bounds one RPC: above what a VA takes at worst, 3 tries of 1 s for each of two look-ups.
const CallTimeout = 20 * time.Second

package harness

import (
	"encoding/json"
	"maps"
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

// StaticResolver makes a VA ask the resolver at a host:port address.
func StaticResolver(address string) Settings {
	return Settings{"dnsStaticResolvers": []string{address}}
}

// VAOptions are what differs between the VAs of the tests.
type VAOptions struct {
	Issuer   string
	Resolver Settings // dnsProvider or dnsStaticResolvers
	Features Settings
	Trust    string // PEM file of a CA to trust besides the VA's own; empty for none
}

// settings is the smallest configuration with which a VA starts.
func (o VAOptions) settings(t testing.TB, authority *Authority, address string) Settings {
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
		"issuerDomain":              o.Issuer,
		"features":                  o.Features,
		"tls": Settings{"caCertFile": authority.CAFile(), "certFile": authority.CertFile(VAName),
			"keyFile": authority.KeyFile(VAName)},
		"grpc":               Settings{"address": address, "maxConnectionAge": "30s", "services": services},
		"accountURIPrefixes": []string{"http://boulder.example/acme/acct/"},
		"debugAddr":          FreeAddress(t), // mandatory until Boulder of 2024-12-10
	}
	maps.Copy(va, o.Resolver)
	return Settings{"va": va, "syslog": Settings{"stdoutlevel": 6, "sysloglevel": -1}}
}

// StartVA runs boulder-va of the program "boulder" that Main built, and returns when it accepts gRPC connections.
func StartVA(t testing.TB, options VAOptions) *VA {
	t.Helper()
	va := &VA{Address: FreeAddress(t), Authority: NewAuthority(t, t.TempDir())}
	va.Authority.Issue(t, VAName)
	va.Authority.Issue(t, RAName)
	if options.Trust != "" {
		va.Authority.Trust(t, options.Trust)
	}
	file := WriteJSON(t, options.settings(t, va.Authority, va.Address))
	va.Process = Start(t, Spawn{Name: "boulder-va", Path: Binary("boulder"),
		Args: []string{"boulder-va", "-config", file}})
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

package udp2024

import (
	"strings"
	"testing"

	vapb "github.com/letsencrypt/boulder/va/proto"

	"boulder-dns-sidecar/tests/boulder/harness"
)

var overDoH = harness.Settings{"DOH": true}

// expectResolver fails unless the VA says that it resolved at address, and nowhere else.
func expectResolver(t *testing.T, result *vapb.ValidationResult, address string) {
	t.Helper()
	for _, used := range result.Records[0].ResolverAddrs {
		if _, server, _ := strings.Cut(used, ":"); server != address {
			t.Errorf("the VA resolved at %s, not at %s", used, address)
		}
	}
	if len(result.Records[0].ResolverAddrs) == 0 {
		t.Error("the VA names no resolver")
	}
}

func TestDoHValidates(t *testing.T) {
	cases := []struct {
		name      string
		target    string
		app       string
		discovery bool
	}{
		{"FixedIPByStaticResolver", "127.0.0.2", "127.0.0.2:80", false},
		{"FixedIPBySRV", "127.0.0.2", "127.0.0.2:80", true},
		{"ServiceNameByStaticResolver", service, "127.0.0.3:80", false},
		{"ServiceNameBySRV", service, "127.0.0.3:80", true},
	}
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			app := harness.StartHTTP(t, test.app)
			cluster := harness.StartClusterDNS(t, service+" 127.0.0.3")
			sidecar := harness.StartDoH(t, harness.Env{"FAKE_DNS": test.target,
				"FAKE_DNS_UPSTREAM_SERVERS": cluster.Address})
			resolver := harness.StaticResolver(sidecar.DoH)
			if test.discovery {
				resolver = sidecar.Discovery("doh")
			}
			va := harness.StartVA(t, harness.VAOptions{Issuer: issuer, Resolver: resolver,
				Features: overDoH, Trust: sidecar.CA})
			result := validate(t, va, domain, "http-01")
			expectReached(t, result, app, domain)
			expectResolver(t, result, sidecar.DoH)
		})
	}
}

func TestDoHNamesAMissingServiceInTheProblem(t *testing.T) {
	cluster := harness.StartClusterDNS(t)
	sidecar := harness.StartDoH(t, harness.Env{"FAKE_DNS": service,
		"FAKE_DNS_UPSTREAM_SERVERS": cluster.Address})
	va := harness.StartVA(t, harness.VAOptions{Issuer: issuer, Resolver: harness.StaticResolver(sidecar.DoH),
		Features: overDoH, Trust: sidecar.CA})
	expectProblem(t, validate(t, va, domain, "http-01").Problems, "dns", service, "NXDOMAIN")
}

func TestDoHFailsWithoutTrustInItsCertificate(t *testing.T) {
	sidecar := harness.StartDoH(t, harness.Env{"FAKE_DNS": "127.0.0.2",
		"FAKE_DNS_UPSTREAM_SERVERS": harness.DeadAddress(t)})
	va := harness.StartVA(t, harness.VAOptions{Issuer: issuer, Resolver: harness.StaticResolver(sidecar.DoH),
		Features: overDoH})
	expectProblem(t, validate(t, va, domain, "http-01").Problems, "dns", "server failure at resolver")
}

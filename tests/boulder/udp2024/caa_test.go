package udp2024

import (
	"testing"

	"boulder-dns-sidecar/tests/boulder/harness"
)

func TestCAAVerdicts(t *testing.T) {
	cases := []struct {
		name    string
		caa     string
		issuer  string
		domain  string
		problem string
	}{
		{"DefaultLetsLetsEncryptIssue", "", issuer, domain, ""},
		{"DefaultLetsTheTestCAIssue", "", "happy-hacker-ca.invalid", domain, ""},
		{"DefaultCoversWildcards", "", issuer, "*.example.com", ""},
		{"DefaultRefusesAnotherIssuer", "", "other-ca.example", domain, "prevents issuance"},
		{"DenyRefuses", "deny", issuer, domain, "prevents issuance"},
		{"DenyRefusesWildcards", "deny", issuer, "*.example.com", "prevents issuance"},
		{"OwnIssuerPasses", "other-ca.example", "other-ca.example", domain, ""},
		{"OwnIssuerRefusesLetsEncrypt", "other-ca.example", issuer, domain, "prevents issuance"},
		{"NonePasses", "none", issuer, domain, ""},
		{"NonePassesAtManyLabels", "none", issuer, "a.b.c.d.example.com", ""},
	}
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			// Nobody answers upstream: the ancestors, up to the top level, must be answered here.
			settings := harness.Env{"FAKE_DNS": "127.0.0.2", "FAKE_DNS_DOMAINS": "example.com",
				"FAKE_DNS_UPSTREAM_SERVERS": harness.DeadAddress(t)}
			if test.caa != "" {
				settings["FAKE_DNS_CAA"] = test.caa
			}
			sidecar := harness.StartSidecar(t, settings)
			va := startVA(t, test.issuer, sidecar)
			problem := caaProblem(t, va, test.domain)
			if test.problem != "" {
				expectProblem(t, problem, "caa", test.problem)
			} else if problem != nil {
				t.Errorf("%s: %s", problem.ProblemType, problem.Detail)
			}
		})
	}
}

func TestCAAForwardTakesTheUpstreamRecords(t *testing.T) {
	cluster := harness.StartClusterDNS(t, domain)
	cluster.Add(t, domain+`. 60 IN CAA 0 issue "other-ca.example"`)
	sidecar := harness.StartSidecar(t, harness.Env{"FAKE_DNS": "127.0.0.2", "FAKE_DNS_CAA": "forward",
		"FAKE_DNS_UPSTREAM_SERVERS": cluster.Address})
	va := startVA(t, issuer, sidecar)
	expectProblem(t, caaProblem(t, va, domain), "caa", "prevents issuance")
}

func TestPassthroughStillAnswersCAA(t *testing.T) {
	app := harness.StartHTTP(t, "127.0.0.5:80")
	cluster := harness.StartClusterDNS(t, domain+" 127.0.0.5")
	cluster.Add(t, domain+`. 60 IN CAA 0 issue "other-ca.example"`)
	sidecar := harness.StartSidecar(t, harness.Env{"FAKE_DNS_MODE": "passthrough",
		"FAKE_DNS_UPSTREAM_SERVERS": cluster.Address})
	va := startVA(t, issuer, sidecar)
	expectReached(t, validate(t, va, domain, "http-01"), app, domain)
}

func TestDenyFailsTheWholeValidation(t *testing.T) {
	harness.StartHTTP(t, "127.0.0.2:80")
	sidecar := harness.StartSidecar(t, harness.Env{"FAKE_DNS": "127.0.0.2", "FAKE_DNS_CAA": "deny",
		"FAKE_DNS_UPSTREAM_SERVERS": harness.DeadAddress(t)})
	va := startVA(t, issuer, sidecar)
	expectProblem(t, validate(t, va, domain, "http-01").Problems, "caa", domain)
}

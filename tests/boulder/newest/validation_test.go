package newest

import (
	"slices"
	"strings"
	"testing"

	corepb "github.com/letsencrypt/boulder/core/proto"

	"boulder-dns-sidecar/tests/boulder/harness"
)

func expectProblem(t *testing.T, problem *corepb.ProblemDetails, kind string, parts ...string) {
	t.Helper()
	if problem == nil {
		t.Fatal("the validation passed")
	}
	if problem.ProblemType != kind {
		t.Errorf("the problem is of type %q, not %q: %s", problem.ProblemType, kind, problem.Detail)
	}
	for _, part := range parts {
		if !strings.Contains(problem.Detail, part) {
			t.Errorf("%q is not in %q", part, problem.Detail)
		}
	}
}

// expectPassed fails unless the application answered the primary VA and every remote one, all through the relay.
func expectPassed(t *testing.T, d *deployment, app *harness.App, method string) {
	t.Helper()
	result := d.validate(t, domain, method)
	if result.Problem != nil {
		t.Fatalf("%s: %s", result.Problem.ProblemType, result.Problem.Detail)
	}
	if used := string(result.Records[0].AddressUsed); used != relayAddress {
		t.Errorf("the VA connected to %s, not to the relay", used)
	}
	hosts := app.Hosts()
	if len(hosts) != 1+len(remotes) || slices.ContainsFunc(hosts, func(host string) bool { return host != domain }) {
		t.Errorf("the application was asked for %v", hosts)
	}
}

func TestRelayValidatesFromEveryPerspective(t *testing.T) {
	cases := []struct {
		name   string
		folder string
		target string
		app    string
		method string
	}{
		{"FixedIPOverHTTP01", "config", "127.0.0.2", "127.0.0.2:80", "http-01"},
		{"FixedIPOverTLSALPN01", "config", "127.0.0.2", "127.0.0.2:443", "tls-alpn-01"},
		{"ServiceNameOverHTTP01", "config", service, "127.0.0.3:80", "http-01"},
		{"ServiceNameOverTLSALPN01", "config", service, "127.0.0.3:443", "tls-alpn-01"},
		{"NextConfigOverHTTP01", "config-next", service, "127.0.0.3:80", "http-01"},
	}
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			start := harness.StartHTTP
			if test.method == "tls-alpn-01" {
				start = harness.StartTLSALPN
			}
			app := start(t, test.app)
			cluster := harness.StartClusterDNS(t, service+" 127.0.0.3")
			d, _ := startDeployment(t, test.folder, relayed(t, test.target, cluster.Address))
			expectPassed(t, d, app, test.method)
			if problem := d.caaProblem(t, domain); problem != nil {
				t.Errorf("%s: %s", problem.ProblemType, problem.Detail)
			}
		})
	}
}

func TestDeadUpstreamChangesNothingForFakedNames(t *testing.T) {
	app := harness.StartHTTP(t, "127.0.0.2:80")
	d, _ := startDeployment(t, "config", relayed(t, "127.0.0.2", harness.DeadAddress(t)))
	expectPassed(t, d, app, "http-01")
	if problem := d.caaProblem(t, domain); problem != nil {
		t.Errorf("%s: %s", problem.ProblemType, problem.Detail)
	}
}

// Without the relay the address is answered, and Boulder refuses to connect to it.
func TestWithoutRelayAPrivateAddressIsRefused(t *testing.T) {
	cases := []struct {
		method string
		start  func(testing.TB, string) *harness.App
		app    string
		detail string
	}{
		{"http-01", harness.StartHTTP, "127.0.0.2:80", "127.0.0.2: Error getting validation data"},
		{"tls-alpn-01", harness.StartTLSALPN, "127.0.0.2:443", "Error getting validation data"},
	}
	for _, test := range cases {
		t.Run(test.method, func(t *testing.T) {
			app := test.start(t, test.app)
			d, _ := startDeployment(t, "config", harness.Env{"FAKE_DNS": "127.0.0.2",
				"FAKE_DNS_UPSTREAM_SERVERS": harness.DeadAddress(t)})
			expectProblem(t, d.validate(t, domain, test.method).Problem, "connection", test.detail)
			if hosts := app.Hosts(); len(hosts) != 0 {
				t.Errorf("the application was asked for %v", hosts)
			}
		})
	}
}

func TestDenyFailsCAA(t *testing.T) {
	settings := relayed(t, "127.0.0.2", harness.DeadAddress(t))
	settings["FAKE_DNS_CAA"] = "deny"
	d, _ := startDeployment(t, "config", settings)
	expectProblem(t, d.caaProblem(t, domain), "caa", domain, "prevents issuance")
	expectProblem(t, d.caaProblem(t, "*.example.com"), "caa", "prevents issuance")
}

func TestAnotherIssuerFailsCAA(t *testing.T) {
	settings := relayed(t, "127.0.0.2", harness.DeadAddress(t))
	settings["FAKE_DNS_CAA"] = "other-ca.example"
	d, _ := startDeployment(t, "config", settings)
	expectProblem(t, d.caaProblem(t, domain), "caa", domain, "prevents issuance")
}

func TestNoCAAPasses(t *testing.T) {
	settings := relayed(t, "127.0.0.2", harness.DeadAddress(t))
	settings["FAKE_DNS_CAA"] = "none"
	d, _ := startDeployment(t, "config", settings)
	if problem := d.caaProblem(t, domain); problem != nil {
		t.Errorf("%s: %s", problem.ProblemType, problem.Detail)
	}
}

// With a relay names resolve whatever becomes of the service, so that its absence shows without one.
func TestMissingServiceIsNamedInTheProblem(t *testing.T) {
	cluster := harness.StartClusterDNS(t)
	d, _ := startDeployment(t, "config", harness.Env{"FAKE_DNS": service,
		"FAKE_DNS_UPSTREAM_SERVERS": cluster.Address})
	expectProblem(t, d.validate(t, domain, "http-01").Problem, "dns", service, "NXDOMAIN")
}

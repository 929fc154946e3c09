package udp2024

import (
	"net"
	"strings"
	"testing"

	corepb "github.com/letsencrypt/boulder/core/proto"
	vapb "github.com/letsencrypt/boulder/va/proto"

	"boulder-dns-sidecar/tests/boulder/harness"
)

// expectReached fails unless the validation passed and was answered at address.
func expectReached(t *testing.T, result *vapb.ValidationResult, app *harness.App, name string) {
	t.Helper()
	if result.Problems != nil {
		t.Fatalf("validation failed: %s: %s", result.Problems.ProblemType, result.Problems.Detail)
	}
	host, _, _ := net.SplitHostPort(app.Address)
	if used := string(result.Records[0].AddressUsed); used != host {
		t.Errorf("the VA connected to %s, not to %s", used, host)
	}
	if hosts := app.Hosts(); len(hosts) == 0 || hosts[len(hosts)-1] != name {
		t.Errorf("the application was asked for %v, not for %s", hosts, name)
	}
}

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

func TestFixedIPValidatesOverHTTP01(t *testing.T) {
	app := harness.StartHTTP(t, "127.0.0.2:80")
	sidecar := harness.StartSidecar(t, harness.Env{"FAKE_DNS": "127.0.0.2",
		"FAKE_DNS_UPSTREAM_SERVERS": harness.DeadAddress(t)})
	va := startVA(t, issuer, sidecar)
	expectReached(t, validate(t, va, domain, "http-01"), app, domain)
}

func TestFixedIPValidatesOverTLSALPN01(t *testing.T) {
	app := harness.StartTLSALPN(t, "127.0.0.2:443")
	sidecar := harness.StartSidecar(t, harness.Env{"FAKE_DNS": "127.0.0.2",
		"FAKE_DNS_UPSTREAM_SERVERS": harness.DeadAddress(t)})
	va := startVA(t, issuer, sidecar)
	expectReached(t, validate(t, va, domain, "tls-alpn-01"), app, domain)
}

func TestServiceNameValidatesOverHTTP01(t *testing.T) {
	app := harness.StartHTTP(t, "127.0.0.3:80")
	cluster := harness.StartClusterDNS(t, service+" 127.0.0.3")
	sidecar := harness.StartSidecar(t, harness.Env{"FAKE_DNS": service,
		"FAKE_DNS_UPSTREAM_SERVERS": cluster.Address})
	va := startVA(t, issuer, sidecar)
	expectReached(t, validate(t, va, domain, "http-01"), app, domain)
}

func TestServiceNameFollowsAMovedService(t *testing.T) {
	before := harness.StartHTTP(t, "127.0.0.3:80")
	after := harness.StartHTTP(t, "127.0.0.4:80")
	cluster := harness.StartClusterDNS(t, service+" 127.0.0.3")
	sidecar := harness.StartSidecar(t, harness.Env{"FAKE_DNS": service,
		"FAKE_DNS_UPSTREAM_SERVERS": cluster.Address})
	va := startVA(t, issuer, sidecar)
	expectReached(t, validate(t, va, domain, "http-01"), before, domain)
	cluster.Set(t, service, "127.0.0.4")
	expectReached(t, validate(t, va, domain, "http-01"), after, domain)
}

func TestServiceNameSurvivesTruncatedClusterDNS(t *testing.T) {
	app := harness.StartHTTP(t, "127.0.0.3:80")
	cluster := harness.StartClusterDNS(t, service+" 127.0.0.3")
	cluster.Become(harness.TruncatesUDP)
	sidecar := harness.StartSidecar(t, harness.Env{"FAKE_DNS": service,
		"FAKE_DNS_UPSTREAM_SERVERS": cluster.Address})
	va := startVA(t, issuer, sidecar)
	expectReached(t, validate(t, va, domain, "http-01"), app, domain)
}

func TestCNAMEAnswerValidatesOverHTTP01(t *testing.T) {
	app := harness.StartHTTP(t, "127.0.0.3:80")
	cluster := harness.StartClusterDNS(t, service+" 127.0.0.3")
	sidecar := harness.StartSidecar(t, harness.Env{"FAKE_DNS": service, "FAKE_DNS_ANSWER": "cname",
		"FAKE_DNS_UPSTREAM_SERVERS": cluster.Address})
	va := startVA(t, issuer, sidecar)
	expectReached(t, validate(t, va, domain, "http-01"), app, domain)
}

func TestNotFakedNameIsForwarded(t *testing.T) {
	faked := harness.StartHTTP(t, "127.0.0.2:80")
	other := harness.StartHTTP(t, "127.0.0.5:80")
	cluster := harness.StartClusterDNS(t, otherDomain+" 127.0.0.5")
	sidecar := harness.StartSidecar(t, harness.Env{"FAKE_DNS": "127.0.0.2", "FAKE_DNS_DOMAINS": "example.com",
		"FAKE_DNS_UPSTREAM_SERVERS": cluster.Address})
	cluster.Set(t, "example.net")
	cluster.Set(t, "net")
	va := startVA(t, issuer, sidecar)
	expectReached(t, validate(t, va, domain, "http-01"), faked, domain)
	expectReached(t, validate(t, va, otherDomain, "http-01"), other, otherDomain)
}

func TestFailingClusterDNSIsNamedInTheProblem(t *testing.T) {
	cluster := harness.StartClusterDNS(t, service+" 127.0.0.3")
	cluster.Become(harness.FailsWithServfail)
	sidecar := harness.StartSidecar(t, harness.Env{"FAKE_DNS": service,
		"FAKE_DNS_UPSTREAM_SERVERS": cluster.Address})
	va := startVA(t, issuer, sidecar)
	expectProblem(t, validate(t, va, domain, "http-01").Problems, "dns", service, cluster.Address, "SERVFAIL")
}

func TestSilentClusterDNSIsNamedInTheProblem(t *testing.T) {
	cluster := harness.StartClusterDNS(t, service+" 127.0.0.3")
	cluster.Become(harness.IsSilent)
	sidecar := harness.StartSidecar(t, harness.Env{"FAKE_DNS": service,
		"FAKE_DNS_UPSTREAM_SERVERS": cluster.Address})
	va := startVA(t, issuer, sidecar)
	// Were our reply later than Boulder's own second, the problem would be a timeout without our words.
	expectProblem(t, validate(t, va, domain, "http-01").Problems, "dns", service, cluster.Address)
}

func TestRestartedSidecarServesARunningVA(t *testing.T) {
	app := harness.StartHTTP(t, "127.0.0.2:80")
	settings := harness.Env{"FAKE_DNS": "127.0.0.2", "FAKE_DNS_UPSTREAM_SERVERS": harness.DeadAddress(t)}
	sidecar := harness.StartSidecar(t, settings)
	va := startVA(t, issuer, sidecar)
	expectReached(t, validate(t, va, domain, "http-01"), app, domain)
	sidecar.Stop(t)
	expectProblem(t, validate(t, va, domain, "http-01").Problems, "dns")
	settings["FAKE_DNS_LISTEN"] = sidecar.DNS
	harness.StartSidecar(t, settings)
	expectReached(t, validate(t, va, domain, "http-01"), app, domain)
}

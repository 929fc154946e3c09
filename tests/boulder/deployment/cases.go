package deployment

import (
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"boulder-dns-sidecar/tests/boulder/harness"
)

// Test runs all that holds for every version.
func (v Version) Test(t *testing.T) {
	t.Run("Validates", v.testValidates)
	t.Run("ValidatesOverDNS01", v.testTXT)
	t.Run("CAA", v.testCAA)
	if !v.AsksSystemResolver { // else the sidecar's upstream has the names of the remote VAs
		t.Run("DeadUpstreamChangesNothingForFakedNames", v.testDeadUpstream)
	}
	t.Run("MissingServiceIsNamedInTheProblem", v.testMissingService)
	t.Run("ConfiguringItsOwnOutputChangesNothing", testOwnOutput)
	if v.RefusesPrivate {
		t.Run("WithoutRelayAPrivateAddressIsRefused", v.testPrivate)
	}
}

func (v Version) testValidates(t *testing.T) {
	cases := []struct {
		name   string
		target string
		app    string
		method string
	}{
		{"FixedIPOverHTTP01", fixed, fixed, httpMethod},
		{"FixedIPOverTLSALPN01", fixed, fixed, "tls-alpn-01"},
		{"ServiceNameOverHTTP01", application, serviceIP, httpMethod},
		{"ServiceNameOverTLSALPN01", application, serviceIP, "tls-alpn-01"},
	}
	for _, folder := range folders {
		for _, test := range cases {
			t.Run(folder+"/"+test.name, func(t *testing.T) {
				d, sidecar := v.start(t, folder, v.reachable(t, test.target), application+" "+serviceIP)
				app := d.startApp(t, test.method, test.app)
				v.expectPassed(t, d, app, test.method)
				// Else it was checked already; and the remote VAs of 2024 let nobody ask them in config-next.
				if leavesCAAToAnotherCall() {
					if problem := d.CAAProblem(t, domain); problem != nil {
						t.Errorf("%s: %s", problem.Kind, problem.Detail)
					}
				}
				expectAsked(t, sidecar, v.transport(folder), len(d.remotes))
			})
		}
	}
}

// expectPassed fails unless the application answered the primary VA and the remote ones, of which Boulder may let one be
// late.
func (v Version) expectPassed(t testing.TB, d *Deployment, app *harness.App, method string) {
	t.Helper()
	result := d.Validate(t, domain, method)
	if result.Problem != nil {
		t.Fatalf("%s: %s", result.Problem.Kind, result.Problem.Detail)
	}
	want, _, _ := net.SplitHostPort(app.Address)
	if v.RefusesPrivate {
		want = relayAddress
	}
	if result.Address != want {
		t.Errorf("the VA connected to %q, not to %s", result.Address, want)
	}
	hosts := app.Hosts()
	if len(hosts) < len(d.remotes) || len(hosts) > 1+len(d.remotes) {
		t.Errorf("the application was asked %d times, of %d VAs", len(hosts), 1+len(d.remotes))
	}
	if slices.ContainsFunc(hosts, func(host string) bool {
		return strings.TrimSuffix(host, ":"+d.primary.portOf(method)) != domain
	}) {
		t.Errorf("the application was asked for %v", hosts)
	}
}

// expectAsked fails unless every VA asked the sidecar for the domain's address, all over one transport, and
// for CAA up to the top level.
func expectAsked(t testing.TB, sidecar *harness.Sidecar, transport string, remotes int) {
	t.Helper()
	counts := map[string]int{}
	for _, seen := range sidecar.Queries(t) {
		if name := strings.TrimSuffix(seen.Name, "."); name == domain || name == zone || name == "com" {
			counts[name+" "+seen.Type]++
			if seen.Transport != transport {
				t.Errorf("%s %s was asked over %s, not over %s", name, seen.Type, seen.Transport, transport)
			}
		}
	}
	if counts[domain+" A"] < remotes {
		t.Errorf("the address was asked for %d times, of %d VAs: %v", counts[domain+" A"], 1+remotes, counts)
	}
	for _, name := range []string{domain, zone, "com"} {
		if counts[name+" CAA"] == 0 {
			t.Errorf("CAA of %s was not asked for: %v", name, counts)
		}
	}
}

func (v Version) testDeadUpstream(t *testing.T) {
	settings := v.reachable(t, fixed)
	settings["FAKE_DNS_UPSTREAM_SERVERS"] = harness.DeadAddress(t)
	d, _ := v.start(t, "config", settings)
	v.expectPassed(t, d, d.startApp(t, httpMethod, fixed), httpMethod)
	if problem := d.CAAProblem(t, domain); problem != nil {
		t.Errorf("%s: %s", problem.Kind, problem.Detail)
	}
}

func (v Version) testTXT(t *testing.T) {
	file := filepath.Join(t.TempDir(), "config.toml")
	// RFC 8555 section 8.4: the digest of the key authorization.
	text := "[[record]]\nname = \"_acme-challenge." + domain + "\"\ntype = \"TXT\"\ndata = \"" +
		harness.KeyAuthorizationDigest() + "\"\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	d, _ := v.start(t, "config", harness.Env{"FAKE_DNS": fixed, "FAKE_DNS_CONFIG": file})
	if problem := d.Validate(t, domain, "dns-01").Problem; problem != nil {
		t.Errorf("%s: %s", problem.Kind, problem.Detail)
	}
	expectProblem(t, d.Validate(t, zone, "dns-01").Problem, "unauthorized", "No TXT record found")
}

func (v Version) testCAA(t *testing.T) {
	const ours = "happy-hacker-ca.invalid" // issuerDomain in Boulder's files
	cases := []struct {
		name    string
		caa     string
		domain  string
		refused bool
	}{
		{"DefaultLetsIssue", "", domain, false},
		{"DefaultCoversWildcards", "", "*." + zone, false},
		{"OwnIssuerLetsIssue", ours, domain, false},
		{"AnotherIssuerRefuses", "other-ca.example", domain, true},
		{"DenyRefuses", "deny", domain, true},
		{"DenyRefusesWildcards", "deny", "*." + zone, true},
		{"NoneLetsIssue", "none", "a.b.c." + zone, false},
	}
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			settings := harness.Env{"FAKE_DNS": fixed}
			if test.caa != "" {
				settings["FAKE_DNS_CAA"] = test.caa
			}
			d, _ := v.start(t, "config", settings)
			problem := d.CAAProblem(t, test.domain)
			if test.refused {
				expectProblem(t, problem, "caa", "prevents issuance")
			} else if problem != nil {
				t.Errorf("%s: %s", problem.Kind, problem.Detail)
			}
		})
	}
}

func (v Version) testMissingService(t *testing.T) {
	d, _ := v.start(t, "config", harness.Env{"FAKE_DNS": application})
	parts := []string{"SERVFAIL"}
	if v.Explains {
		parts = []string{application, "NXDOMAIN"}
	}
	expectProblem(t, d.Validate(t, domain, httpMethod).Problem, "dns", parts...)
}

func (v Version) testPrivate(t *testing.T) {
	for _, method := range []string{httpMethod, "tls-alpn-01"} {
		t.Run(method, func(t *testing.T) {
			d, _ := v.start(t, "config", harness.Env{"FAKE_DNS": fixed})
			app := d.startApp(t, method, fixed)
			expectProblem(t, d.Validate(t, domain, method).Problem, "connection", "Error getting validation data")
			if hosts := app.Hosts(); len(hosts) != 0 {
				t.Errorf("the application was asked for %v", hosts)
			}
		})
	}
}

// expectProblem fails unless there is a problem of a kind whose detail has every part.
func expectProblem(t testing.TB, problem *Problem, kind string, parts ...string) {
	t.Helper()
	if problem == nil {
		t.Fatal("the validation passed")
	}
	if problem.Kind != kind {
		t.Errorf("the problem is of type %q, not %q: %s", problem.Kind, kind, problem.Detail)
	}
	for _, part := range parts {
		if !strings.Contains(problem.Detail, part) {
			t.Errorf("%q is not in %q", part, problem.Detail)
		}
	}
}

func testOwnOutput(t *testing.T) {
	trust := harness.NewAuthority(t, t.TempDir()).CAFile()
	for _, folder := range folders {
		t.Run(folder, func(t *testing.T) {
			d := New(t, folder)
			once := d.Configure(t, folder, "127.0.0.1:53", "127.0.0.1:8553", trust)
			twice := d.Configure(t, once, "127.0.0.1:53", "127.0.0.1:8553", trust)
			for _, file := range d.Files() {
				first, second := d.read(t, once, file), d.read(t, twice, file)
				if first != second {
					t.Errorf("%s was changed again, from\n%s\nto\n%s", file, first, second)
				}
			}
		})
	}
}

func (d *Deployment) read(t testing.TB, folder, file string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(d.Path(folder), file))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

package udp2024

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jmhodges/clock"
	"github.com/letsencrypt/boulder/bdns"
	"github.com/letsencrypt/boulder/cmd"
	blog "github.com/letsencrypt/boulder/log"
	"github.com/letsencrypt/boulder/metrics"

	"boulder-dns-sidecar/tests/boulder/harness"
)

// resolver is Boulder's own DNS client, which finds the sidecar by SRV as a VA does.
func resolver(t *testing.T, sidecar *harness.Sidecar) bdns.Client {
	t.Helper()
	provider, err := bdns.StartDynamicProvider(&cmd.DNSProvider{
		DNSAuthority: sidecar.DNS,
		SRVLookup:    cmd.ServiceDomain{Service: "dns", Domain: "boulder-dns-sidecar.internal."},
	}, time.Minute, "udp")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(provider.Stop)
	return bdns.NewTest(time.Second, provider, metrics.NoopRegisterer, clock.New(), 3, blog.NewMock(), nil)
}

const clientSettings = `
target = "127.0.0.2,::1"
domains = ["example.com", "*.apps.example.org"]

[[rule]]
domains = ["gone.example.com"]
target = "gone.default.svc.cluster.local"

[[rule]]
domains = ["service.example.com"]
target = "app.default.svc.cluster.local"

[[rule]]
domains = ["four.example.com"]
target = "127.0.0.4"

[[rule]]
domains = ["denied.example.com"]
target = "127.0.0.6"
caa = "deny"

[[record]]
name = "_acme-challenge.example.com"
type = "TXT"
data = "value"

[[record]]
name = "static.example.com"
type = "A"
data = "192.0.2.7"
`

// lookUp makes one answer of Boulder's client comparable: sorted values, or the error's text.
func lookUp(client bdns.Client, qtype, name string) ([]string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), harness.CallTimeout)
	defer cancel()
	values := []string{}
	var err error
	switch qtype {
	case "HOST":
		var addresses []net.IP
		addresses, _, err = client.LookupHost(ctx, name)
		for _, address := range addresses {
			values = append(values, address.String())
		}
	case "CAA":
		records, _, _, failure := client.LookupCAA(ctx, name)
		err = failure
		for _, record := range records {
			values = append(values, record.Tag+" "+record.Value)
		}
	case "TXT":
		values, _, err = client.LookupTXT(ctx, name)
	}
	slices.Sort(values)
	return values, err
}

func TestBoulderClientLookups(t *testing.T) {
	file := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(file, []byte(clientSettings), 0o600); err != nil {
		t.Fatal(err)
	}
	cluster := harness.StartClusterDNS(t, "app.default.svc.cluster.local 127.0.0.3",
		"real.example.net 192.0.2.1 2001:db8::1", "bare.example.net")
	cluster.Add(t, `real.example.net. 60 IN CAA 0 issue "other-ca.example"`)
	cluster.Add(t, `real.example.net. 60 IN TXT "upstream"`)
	sidecar := harness.StartSidecar(t, harness.Env{"FAKE_DNS_CONFIG": file,
		"FAKE_DNS_UPSTREAM_SERVERS": cluster.Address})
	client := resolver(t, sidecar)
	usual := []string{"issue happy-hacker-ca.invalid", "issue letsencrypt.org"}
	none := []string{}
	cases := []struct {
		name     string
		qtype    string
		question string
		want     []string
		fails    []string
	}{
		{"FakedNameHasBothFamilies", "HOST", "www.example.com", []string{"127.0.0.2", "::1"}, nil},
		{"FakedApex", "HOST", "example.com", []string{"127.0.0.2", "::1"}, nil},
		{"FakedNameInUpperCase", "HOST", "WWW.EXAMPLE.COM", []string{"127.0.0.2", "::1"}, nil},
		{"FakedBelowWildcard", "HOST", "a.apps.example.org", []string{"127.0.0.2", "::1"}, nil},
		{"ApexOfWildcardIsForwarded", "HOST", "apps.example.org", nil, []string{"NXDOMAIN"}},
		{"AAAANodataLeavesA", "HOST", "four.example.com", []string{"127.0.0.4"}, nil},
		{"RuleWithServiceName", "HOST", "service.example.com", []string{"127.0.0.3"}, nil},
		{"StaticAddress", "HOST", "static.example.com", []string{"192.0.2.7"}, nil},
		{"ForwardedName", "HOST", "real.example.net", []string{"192.0.2.1", "2001:db8::1"}, nil},
		{"ForwardedNXDOMAIN", "HOST", "none.example.net", nil, []string{"NXDOMAIN"}},
		{"ForwardedNodata", "HOST", "bare.example.net", nil, []string{"no valid A records found"}},
		{"MissingServiceIsExplained", "HOST", "gone.example.com", nil,
			[]string{"looking up A for gone.example.com", "gone.default.svc.cluster.local", "NXDOMAIN"}},
		{"CAAOfFakedName", "CAA", "www.example.com", usual, nil},
		{"CAAOfFakedApex", "CAA", "example.com", usual, nil},
		{"CAAOfMissingService", "CAA", "gone.example.com", usual, nil},
		{"CAADenied", "CAA", "denied.example.com", []string{"issue ;"}, nil},
		{"CAADeniedBelow", "CAA", "a.denied.example.com", []string{"issue ;"}, nil},
		{"CAAOfTopLevel", "CAA", "com", none, nil},
		{"CAAOfAncestorBelowTopLevel", "CAA", "example.org", none, nil},
		{"CAAForwarded", "CAA", "real.example.net", []string{"issue other-ca.example"}, nil},
		{"CAAForwardedTopLevelIsNXDOMAIN", "CAA", "net", nil, []string{"NXDOMAIN"}},
		{"TXTOfFakedNameIsNodata", "TXT", "www.example.com", none, nil},
		{"TXTStatic", "TXT", "_acme-challenge.example.com", []string{"value"}, nil},
		{"TXTForwarded", "TXT", "real.example.net", []string{"upstream"}, nil},
		{"TXTForwardedNXDOMAIN", "TXT", "none.example.net", nil, []string{"NXDOMAIN"}},
	}
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			got, err := lookUp(client, test.qtype, test.question)
			if len(test.fails) == 0 {
				if err != nil || !slices.Equal(got, test.want) {
					t.Errorf("got %q, %v; want %q", got, err, test.want)
				}
				return
			}
			if err == nil {
				t.Fatalf("got %q, not an error", got)
			}
			for _, part := range test.fails {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("%q is not in %q", part, err)
				}
			}
		})
	}
}

package deployment

import (
	"maps"
	"net"
	"testing"

	"boulder-dns-sidecar/tests/boulder/harness"
)

const (
	// domain is what is validated, zone what is faked.
	domain = "www.example.com"
	zone   = "example.com"
	// application is the application's name in the cluster, serviceIP its address there.
	application = "app.default.svc.cluster.local"
	serviceIP   = "127.0.0.3"
	// fixed is where the application is when the target is an address.
	fixed = "127.0.0.2"
	// relayAddress is global as IANA sees it. Boulder's own tests make it local, as we do in the namespace.
	relayAddress = "64.112.117.122"

	httpMethod = "http-01"
)

// Version is what sets one Boulder apart from another.
type Version struct {
	// Transport is what it asks over with the files of "config": "udp" or "doh".
	Transport string
	// NextTransport is that of "config-next" where it differs.
	NextTransport string
	// AsksSystemResolver for the sidecar, which must then be that resolver: it knows only SRV names.
	AsksSystemResolver bool
	// RefusesPrivate addresses, so that only the relay lets it in.
	RefusesPrivate bool
	// Explains a failed look-up with the sidecar's own words (RFC 8914).
	Explains bool
}

func (v Version) transport(folder string) string {
	if folder == "config-next" && v.NextTransport != "" {
		return v.NextTransport
	}
	return v.Transport
}

// start runs the sidecar with the settings and Boulder with a folder of its files rewritten for it. Lines are more hosts
// that the cluster's DNS knows.
func (v Version) start(t testing.TB, folder string, settings harness.Env, lines ...string) (*Deployment, *harness.Sidecar) {
	t.Helper()
	made := New(t, folder)
	lines = append(lines, hosts(t, made.primary)...)
	all := harness.Env{"FAKE_DNS_DOMAINS": zone}
	if v.AsksSystemResolver {
		all["FAKE_DNS_LISTEN"] = net.JoinHostPort(harness.SystemResolver, "53")
		all["FAKE_DNS_UPSTREAM_SERVERS"] = harness.StartClusterDNS(t, lines...).Address
	} else {
		all["FAKE_DNS_UPSTREAM_SERVERS"] = harness.StartSystemDNS(t, lines...).Address
	}
	maps.Copy(all, settings)
	settings = all
	sidecar := harness.StartDoH(t, settings)
	made.start(t, made.Configure(t, folder, sidecar.DNS, sidecar.DoH, sidecar.CA))
	return made, sidecar
}

// reachable are settings with which a VA of this version reaches the target.
func (v Version) reachable(t testing.TB, target string) harness.Env {
	t.Helper()
	settings := harness.Env{"FAKE_DNS": target}
	if v.RefusesPrivate {
		assignRelayAddress(t)
		settings["FAKE_DNS_RELAY_ADDRESSES"] = relayAddress + "/32"
	}
	return settings
}

// assignRelayAddress makes the relay's address local to the namespace, as the init container does in the pod.
func assignRelayAddress(t testing.TB) {
	t.Helper()
	harness.Run(t, harness.Env{"FAKE_DNS_RELAY_ADDRESSES": relayAddress + "/32"}, "assign-address")
	listener, err := net.Listen("tcp", net.JoinHostPort(relayAddress, "0"))
	if err != nil {
		t.Fatal(err)
	}
	listener.Close()
}

// startApp has the answer to a challenge where this deployment's VAs look for it.
func (d *Deployment) startApp(t testing.TB, method, host string) *harness.App {
	t.Helper()
	address := net.JoinHostPort(host, d.primary.portOf(method))
	if method == "tls-alpn-01" {
		return harness.StartTLSALPN(t, address)
	}
	return harness.StartHTTP(t, address)
}

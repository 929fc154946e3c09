package harness

import (
	"net"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/miekg/dns"
)

// SystemResolver is what resolv.conf of the namespace names; StartSystemDNS listens there.
const SystemResolver = "127.0.0.53"

// Behaviour is how a scripted DNS server treats every query.
type Behaviour int

// The ways in which cluster DNS fails.
const (
	Answers Behaviour = iota
	IsSilent
	FailsWithServfail
	TruncatesUDP
)

// ClusterDNS is a scripted DNS server over UDP and TCP. A name it does not know is NXDOMAIN.
type ClusterDNS struct {
	Address string

	mutex     sync.Mutex
	behaviour Behaviour
	addresses map[string][]netip.Addr
	records   map[string][]dns.RR
	asked     []string
}

// StartClusterDNS listens on a free port of 127.0.0.1. Hosts are lines such as "app.default.svc.cluster.local 127.0.0.3".
func StartClusterDNS(t testing.TB, hosts ...string) *ClusterDNS {
	t.Helper()
	return startDNS(t, FreeAddress(t), hosts)
}

// StartSystemDNS is a ClusterDNS where the system resolver of the namespace looks for one.
func StartSystemDNS(t testing.TB, hosts ...string) *ClusterDNS {
	t.Helper()
	return startDNS(t, net.JoinHostPort(SystemResolver, "53"), hosts)
}

// DeadAddress is a port of 127.0.0.1 where nobody listens.
func DeadAddress(t testing.TB) string { return FreeAddress(t) }

func startDNS(t testing.TB, address string, hosts []string) *ClusterDNS {
	t.Helper()
	cluster := &ClusterDNS{Address: address, addresses: map[string][]netip.Addr{}, records: map[string][]dns.RR{}}
	for _, line := range hosts {
		fields := strings.Fields(line)
		cluster.Set(t, fields[0], fields[1:]...)
	}
	for _, network := range []string{"udp", "tcp"} {
		err := cluster.listen(t, network)
		for deadline := time.Now().Add(5 * time.Second); err != nil && time.Now().Before(deadline); {
			time.Sleep(50 * time.Millisecond) // the port may be the source of someone's query for a moment
			err = cluster.listen(t, network)
		}
		if err != nil {
			t.Fatalf("cluster DNS over %s: %v", network, err)
		}
	}
	return cluster
}

func (c *ClusterDNS) listen(t testing.TB, network string) error {
	ready := make(chan struct{})
	server := &dns.Server{Addr: c.Address, Net: network, Handler: c, NotifyStartedFunc: func() { close(ready) }}
	failed := make(chan error, 1)
	go func() { failed <- server.ListenAndServe() }()
	select {
	case <-ready:
		t.Cleanup(func() { server.Shutdown() })
		return nil
	case err := <-failed:
		return err
	}
}

// Set gives a host its addresses; none makes it a name without addresses.
func (c *ClusterDNS) Set(t testing.TB, host string, addresses ...string) {
	t.Helper()
	c.mutex.Lock()
	defer c.mutex.Unlock()
	parsed := []netip.Addr{}
	for _, text := range addresses {
		address, err := netip.ParseAddr(text)
		if err != nil {
			t.Fatal(err)
		}
		parsed = append(parsed, address)
	}
	c.addresses[key(host)] = parsed
}

// Add publishes a record in zone file form.
func (c *ClusterDNS) Add(t testing.TB, record string) {
	t.Helper()
	parsed, err := dns.NewRR(record)
	if err != nil {
		t.Fatal(err)
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	name := key(parsed.Header().Name)
	c.records[name] = append(c.records[name], parsed)
}

// Become changes how every further query is treated.
func (c *ClusterDNS) Become(behaviour Behaviour) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.behaviour = behaviour
}

// Asked lists the queries so far, each as "name TYPE", names in lower case without the last dot.
func (c *ClusterDNS) Asked() []string {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return append([]string(nil), c.asked...)
}

// ServeDNS answers as scripted.
func (c *ClusterDNS) ServeDNS(writer dns.ResponseWriter, query *dns.Msg) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	question := query.Question[0]
	c.asked = append(c.asked, key(question.Name)+" "+dns.TypeToString[question.Qtype])
	reply := new(dns.Msg)
	reply.SetReply(query)
	reply.RecursionAvailable = true
	_, overUDP := writer.RemoteAddr().(*net.UDPAddr)
	switch {
	case c.behaviour == IsSilent:
		return
	case c.behaviour == FailsWithServfail:
		reply.Rcode = dns.RcodeServerFailure
	case c.behaviour == TruncatesUDP && overUDP:
		reply.Truncated = true
	default:
		c.answer(reply, question)
	}
	writer.WriteMsg(reply)
}

func (c *ClusterDNS) answer(reply *dns.Msg, question dns.Question) {
	name := key(question.Name)
	addresses, isHost := c.addresses[name]
	records, hasRecords := c.records[name]
	if !isHost && !hasRecords {
		reply.Rcode = dns.RcodeNameError
	}
	header := dns.RR_Header{Name: question.Name, Rrtype: question.Qtype, Class: dns.ClassINET, Ttl: 30}
	for _, address := range addresses {
		switch {
		case question.Qtype == dns.TypeA && address.Is4():
			reply.Answer = append(reply.Answer, &dns.A{Hdr: header, A: address.AsSlice()})
		case question.Qtype == dns.TypeAAAA && address.Is6():
			reply.Answer = append(reply.Answer, &dns.AAAA{Hdr: header, AAAA: address.AsSlice()})
		}
	}
	for _, record := range records {
		if record.Header().Rrtype == question.Qtype {
			reply.Answer = append(reply.Answer, record)
		}
	}
}

func key(name string) string { return strings.ToLower(strings.TrimSuffix(name, ".")) }

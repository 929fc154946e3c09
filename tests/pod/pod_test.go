package pod

import (
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	"sigs.k8s.io/yaml"
)

// relayAddress is the one of pod-patches/relay.
const relayAddress = "64.112.117.122"

// TestPod plays the example of today's Boulder and asks it, step by step, what its user would.
func TestPod(t *testing.T) {
	made := newCluster(t)
	made.buildImages(t)
	stream := tell(t, nil, "kustomize", "build", patches+"/examples/today-plain")
	made.play(t, deployment(t, stream, "app"))
	app := made.address(t, made.infra(t, "app"))
	made.startDNS(t, map[string]netip.Addr{"app": app})
	document := objects(stream)["Deployment/boulder"]
	made.replay(t, document)
	t.Cleanup(func() {
		if t.Failed() {
			t.Log(made.logs("boulder"))
		}
	})

	t.Run("ServiceNameValidatesThroughTheRelay", func(t *testing.T) {
		made.expectValid(t, "http-01", relayAddress)
		made.expectValid(t, "tls-alpn-01", relayAddress)
	})
	t.Run("StatusTellsWhatHappened", func(t *testing.T) {
		status := made.status(t)
		if status.Mode != "service-name" || status.Target != "app" || status.Queries.Total == 0 {
			t.Errorf("%+v", status)
		}
		targets := status.Relay.Targets
		if len(targets) != 1 || targets[0].Address != relayAddress || targets[0].Connections == 0 {
			t.Errorf("%+v", targets)
		}
	})
	t.Run("PlainDNSAnswersOnPort53", made.expectPlainDNS)
	t.Run("SidecarRunsAsNobody", made.expectNobody)
	t.Run("ProbesSucceed", func(t *testing.T) {
		tell(t, nil, "podman", "exec", "boulder-dns-sidecar", "/boulder-dns-sidecar", "healthcheck")
	})
	t.Run("BoulderIsConfiguredByItsOwnInitContainer", made.expectConfigured)
	t.Run("FixedIPByOneVariable", func(t *testing.T) {
		made.replay(t, setEnv(t, document, "FAKE_DNS="+app.String()))
		made.expectValid(t, "http-01", relayAddress)
		if status := made.status(t); status.Mode != "fixed-ip" || status.Target != app.String() {
			t.Errorf("%+v", status)
		}
	})
	t.Run("DenyByOneVariable", func(t *testing.T) {
		made.replay(t, setEnv(t, document, "FAKE_DNS_CAA=deny"))
		made.expectProblem(t, "CAA "+domain+": caa: ", "prevents issuance")
	})
	t.Run("PassthroughByOneVariable", func(t *testing.T) {
		made.replay(t, setEnv(t, document, "FAKE_DNS_MODE=passthrough"))
		made.expectProblem(t, "http-01 "+domain+": dns: ")
		if status := made.status(t); status.Mode != "passthrough" {
			t.Errorf("%+v", status)
		}
	})
}

// buildImages makes the image of ours and the one that the examples run.
func (c *cluster) buildImages(t *testing.T) {
	t.Helper()
	pack(t)
	context := filepath.Join(c.folder, "boulder-image")
	example := patches + "/examples/boulder"
	tell(t, nil, example+"/build", filepath.Join(context, "boulder"))
	c.build(t, "boulder", example+"/Dockerfile", context)
}

// replay plays Boulder's Deployment, given as YAML.
func (c *cluster) replay(t *testing.T, document []byte) {
	t.Helper()
	decoded := &appsv1.Deployment{}
	strictly(t, document, decoded)
	c.play(t, decoded)
}

// validate asks Boulder in its container, once it is up.
func (c *cluster) validate(t *testing.T, method string) (output string, problem error) {
	t.Helper()
	eventually(t, func() error {
		text, err := try(nil, "podman", append([]string{"exec", "boulder-boulder"}, validateCommand(method)...)...)
		output, problem = string(text), err
		if err != nil && (strings.Contains(err.Error(), "rpc error") || strings.Contains(err.Error(), "container state")) {
			return err // its processes are not all there yet
		}
		return nil
	})
	return output, problem
}

func (c *cluster) expectValid(t *testing.T, method, address string) {
	t.Helper()
	output, problem := c.validate(t, method)
	if problem != nil {
		t.Fatalf("%v\n%s", problem, c.logs("boulder"))
	}
	if expected := validOutput(method, address); output != expected {
		t.Errorf("it prints %q, not %q", output, expected)
	}
}

// validOutput is what validateCommand prints of a name that is valid; docs/kubernetes.md shows it.
func validOutput(method, address string) string {
	return fmt.Sprintf("%s %s: valid, at %s, from 5 perspectives\nCAA %s: the CA may issue\n", method, domain, address, domain)
}

func (c *cluster) expectProblem(t *testing.T, parts ...string) {
	t.Helper()
	_, problem := c.validate(t, "http-01")
	if problem == nil {
		t.Fatal("the validation passed")
	}
	for _, part := range parts {
		if !strings.Contains(problem.Error(), part) {
			t.Errorf("%q is not in %v", part, problem)
		}
	}
}

func (c *cluster) expectPlainDNS(t *testing.T) {
	for question, expected := range map[string]string{
		"+notcp A " + domain:                     relayAddress,
		"+tcp A " + domain:                       relayAddress,
		"+notcp AAAA " + domain:                  "",
		"+notcp A app.default.svc.cluster.local": c.address(t, c.infra(t, "app")).String(),
	} {
		command := append([]string{"dig", "@127.0.0.1", "+short"}, strings.Fields(question)...)
		answer, err := c.inside(t, "boulder", command...)
		if err != nil || strings.TrimSpace(string(answer)) != expected {
			t.Errorf("dig %s answers %q, not %q: %v", question, answer, expected, err)
		}
	}
}

// expectNobody reads what the kernel says of the sidecar's process.
func (c *cluster) expectNobody(t *testing.T) {
	process := strings.TrimSpace(string(tell(t, nil, "podman", "inspect", "--format", "{{.State.Pid}}", "boulder-dns-sidecar")))
	text, err := os.ReadFile("/proc/" + process + "/status")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"Uid:\t65532\t65532\t65532\t65532", "Gid:\t65532\t65532\t65532\t65532",
		"CapPrm:\t0000000000000000", "CapEff:\t0000000000000000", "CapBnd:\t0000000000000000", "NoNewPrivs:\t1", "Seccomp:\t2"} {
		if !strings.Contains(string(text), line+"\n") {
			t.Errorf("the kernel does not say %q:\n%s", line, text)
		}
	}
	mounts, err := os.ReadFile("/proc/" + process + "/mounts")
	if err != nil {
		t.Fatal(err)
	}
	if !regexp.MustCompile(`(?m)^overlay / overlay ro,`).Match(mounts) {
		t.Errorf("the root file system is not read-only:\n%s", mounts)
	}
}

// expectConfigured reads what Boulder's container sees where its own configuration was.
func (c *cluster) expectConfigured(t *testing.T) {
	process := strings.TrimSpace(string(tell(t, nil, "podman", "inspect", "--format", "{{.State.Pid}}", "boulder-boulder")))
	text, err := os.ReadFile("/proc/" + process + "/root/boulder/test/config/va.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		VA struct {
			DNSStaticResolvers []string `json:"dnsStaticResolvers"`
		} `json:"va"`
	}
	if err := yaml.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(file.VA.DNSStaticResolvers, " "); got != "127.0.0.1:8553" {
		t.Errorf("the resolvers are %q", got)
	}
}

package pod

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/yaml"
)

const domain = "www.example.com"

// deadline bounds everything that a test waits for.
const deadline = 60 * time.Second

// eventually asks again until ask succeeds, and fails the test with its last error after the deadline.
func eventually(t testing.TB, ask func() error) {
	t.Helper()
	var err error
	for end := time.Now().Add(deadline); time.Now().Before(end); time.Sleep(200 * time.Millisecond) {
		if err = ask(); err == nil {
			return
		}
	}
	t.Fatalf("not within %s: %v", deadline, err)
}

// cluster is what stands in for one: Podman with images, networks and settings of its own, a network without a way out,
// and CoreDNS with a zone for the Services.
type cluster struct {
	folder   string
	network  string
	resolver string
	played   []string
}

// settings of Podman for the test alone. The sysctl is the one of the manifests, which Podman does not take from there.
const containersConf = `[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "none"
infra_image = ""
network_cmd_path = ""
[network]
network_backend = "netavark"
network_config_dir = "%[1]s/networks"
[containers]
default_ulimits = []
default_sysctls = ["net.ipv4.ip_unprivileged_port_start=53"]
`

const storageConf = `[storage]
driver = "overlay"
graphroot = "%[1]s/storage"
runroot = "%[1]s/run"
`

func newCluster(t testing.TB) *cluster {
	t.Helper()
	made := &cluster{folder: t.TempDir(), network: fmt.Sprintf("pod-test-%d", os.Getpid())}
	for variable, text := range map[string]string{"CONTAINERS_CONF": containersConf, "CONTAINERS_STORAGE_CONF": storageConf} {
		file := filepath.Join(made.folder, variable)
		if err := os.WriteFile(file, fmt.Appendf(nil, text, made.folder), 0o644); err != nil {
			t.Fatal(err)
		}
		t.Setenv(variable, file)
	}
	t.Cleanup(func() {
		for _, arguments := range [][]string{
			{"pod", "rm", "--all", "--force", "--time", "0"},
			{"rm", "--all", "--force", "--time", "0", "--volumes"},
			{"network", "rm", "--force", made.network},
			{"system", "reset", "--force"},
		} {
			if _, err := try(nil, "podman", arguments...); err != nil {
				t.Log(err)
			}
		}
	})
	tell(t, nil, "podman", "network", "create", "--internal", "--disable-dns", made.network)
	return made
}

// build makes an image of a Dockerfile's stage `prebuilt`, from the files of a context.
func (c *cluster) build(t testing.TB, name, dockerfile, context string) {
	t.Helper()
	tell(t, nil, "podman", "build", "--quiet", "--target", "prebuilt", "--tag", "localhost/"+name, "--file", dockerfile, context)
}

// startDNS runs CoreDNS with a zone svc.cluster.local of the given Services, as a cluster has it.
func (c *cluster) startDNS(t testing.TB, services map[string]netip.Addr) {
	t.Helper()
	zone := "$ORIGIN cluster.local.\n@ 5 IN SOA ns.dns hostmaster 1 7200 1800 86400 5\n@ 5 IN NS ns.dns\n"
	for name, address := range services {
		zone += fmt.Sprintf("%s.default.svc 5 IN A %s\n", name, address)
	}
	context := filepath.Join(c.folder, "coredns")
	files := map[string]string{
		"Corefile":   ".:53 {\n\terrors\n\tlog\n\tfile /zone cluster.local\n}\n",
		"zone":       zone,
		"Dockerfile": "FROM scratch AS prebuilt\nCOPY coredns Corefile zone /\nENTRYPOINT [\"/coredns\", \"-conf\", \"/Corefile\"]\n",
	}
	if err := os.MkdirAll(context, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(context, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	tell(t, nil, "cp", filepath.Join(programs, "coredns"), context)
	c.build(t, "coredns", filepath.Join(context, "Dockerfile"), context)
	tell(t, nil, "podman", "run", "--detach", "--name", "cluster-dns", "--network", c.network, "localhost/coredns")
	c.resolver = c.address(t, "cluster-dns").String()
}

// address is the one that a container has in the cluster's network.
func (c *cluster) address(t testing.TB, container string) netip.Addr {
	t.Helper()
	text := tell(t, nil, "podman", "inspect", "--format",
		fmt.Sprintf("{{(index .NetworkSettings.Networks %q).IPAddress}}", c.network), container)
	address, err := netip.ParseAddr(strings.TrimSpace(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	return address
}

// podOf is the Pod of a Deployment as Podman 4 can play it. What it can not: a Deployment's init containers end once;
// probes, which need systemd; ports, which it would publish on the machine; a ConfigMap that is optional.
func (c *cluster) podOf(deployment *appsv1.Deployment) *corev1.Pod {
	template := deployment.Spec.Template.DeepCopy()
	pod := &corev1.Pod{TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "Pod"},
		ObjectMeta: metav1.ObjectMeta{Name: deployment.Name, Labels: template.Labels}, Spec: template.Spec}
	pod.Spec.RestartPolicy = corev1.RestartPolicyOnFailure
	optional := func(name string) bool {
		return slices.ContainsFunc(pod.Spec.Volumes, func(volume corev1.Volume) bool {
			return volume.Name == name && volume.ConfigMap != nil && volume.ConfigMap.Optional != nil
		})
	}
	for _, containers := range [][]corev1.Container{pod.Spec.InitContainers, pod.Spec.Containers} {
		for i := range containers {
			containers[i].StartupProbe, containers[i].LivenessProbe, containers[i].Ports = nil, nil, nil
			containers[i].VolumeMounts = slices.DeleteFunc(containers[i].VolumeMounts, func(mount corev1.VolumeMount) bool {
				return optional(mount.Name)
			})
		}
	}
	pod.Spec.Volumes = slices.DeleteFunc(pod.Spec.Volumes, func(volume corev1.Volume) bool { return optional(volume.Name) })
	if c.resolver != "" { // what the kubelet writes into resolv.conf
		ndots := "5"
		pod.Spec.DNSPolicy = corev1.DNSNone
		pod.Spec.DNSConfig = &corev1.PodDNSConfig{Nameservers: []string{c.resolver},
			Searches: []string{"default.svc.cluster.local", "svc.cluster.local", "cluster.local"},
			Options:  []corev1.PodDNSConfigOption{{Name: "ndots", Value: &ndots}}}
	}
	return pod
}

// play starts a Deployment's pod, in place of the one that was played before, and waits for its init containers.
func (c *cluster) play(t testing.TB, deployment *appsv1.Deployment) {
	t.Helper()
	manifest, err := yaml.Marshal(c.podOf(deployment))
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(c.folder, deployment.Name+".yaml")
	if err := os.WriteFile(file, manifest, 0o644); err != nil {
		t.Fatal(err)
	}
	arguments := []string{"kube", "play", "--replace", "--network", c.network, file}
	if _, err := try(nil, "podman", arguments...); err != nil {
		t.Fatalf("%v\n%s", err, manifest)
	}
}

// infra is the container that has the network of a pod.
func (c *cluster) infra(t testing.TB, pod string) string {
	t.Helper()
	return strings.TrimSpace(string(tell(t, nil, "podman", "pod", "inspect", "--format", "{{.InfraContainerID}}", pod)))
}

// inside runs a program of this machine in the network of a pod, as `kubectl port-forward` lets one.
func (c *cluster) inside(t testing.TB, pod string, command ...string) ([]byte, error) {
	t.Helper()
	process := strings.TrimSpace(string(tell(t, nil, "podman", "inspect", "--format", "{{.State.Pid}}", c.infra(t, pod))))
	return try(nil, "nsenter", append([]string{"--target", process, "--net"}, command...)...)
}

// logs are what all containers of a pod have printed.
func (c *cluster) logs(pod string) string {
	output, err := try(nil, "podman", "pod", "logs", "--tail", "60", "--names", pod)
	return fmt.Sprint(string(output), err)
}

// validateCommand is what docs/kubernetes.md runs in Boulder's container, with http-01.
func validateCommand(method string) []string {
	command := []string{"/boulder/bin/boulder", "validate", domain}
	if method != "http-01" {
		command = append(command, method)
	}
	return command
}

// status is the sidecar's /status.
func (c *cluster) status(t testing.TB) status {
	t.Helper()
	var decoded status
	eventually(t, func() error {
		output, err := c.inside(t, "boulder", "curl", "--silent", "--show-error", "http://127.0.0.1:9153/status")
		if err != nil {
			return err
		}
		return json.Unmarshal(output, &decoded)
	})
	return decoded
}

// status is the part of /status that the tests look at.
type status struct {
	Mode   string `json:"mode"`
	Target string `json:"target"`
	Relay  struct {
		Targets []struct {
			Address     string `json:"address"`
			Target      string `json:"target"`
			Connections int    `json:"connections"`
		} `json:"targets"`
	} `json:"relay"`
	Queries struct {
		Total  int `json:"total"`
		Failed int `json:"failed"`
	} `json:"queries"`
}

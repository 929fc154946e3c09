package deployment

import (
	"encoding/json"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// service is what a test needs of a VA's configuration. Go finds its keys whatever their case, as Boulder does.
type service struct {
	TLS struct {
		CACertFile string
		CertFile   string
	}
	PortConfig struct {
		HTTPPort int
		TLSPort  int
	}
	RemoteVAs []struct {
		ServerAddress string
	}
}

// program is one VA as Boulder's test/startservers.py starts it.
type program struct {
	name string
	file string
	port string
}

func readService(t testing.TB, path string) service {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ VA, RVA *service }
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	if file.RVA != nil {
		return *file.RVA
	}
	if file.VA == nil {
		t.Fatalf("%s is of no VA", path)
	}
	return *file.VA
}

// remotes are the programs that va.json names by address. Until 2024-11 they are boulder-va itself, since 2024-05 remoteva.
func remotes(t testing.TB, folder string, primary service) []program {
	t.Helper()
	var list []program
	for _, kind := range []program{{name: "boulder-va", file: "va-remote-*.json"}, {name: "remoteva", file: "remoteva-*.json"}} {
		files, err := filepath.Glob(filepath.Join(folder, kind.file))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			list = append(list, program{name: kind.name, file: filepath.Base(file)})
		}
	}
	if len(list) != len(primary.RemoteVAs) || len(list) == 0 {
		t.Fatalf("va.json names %d remote VAs, %s has the files of %d", len(primary.RemoteVAs), folder, len(list))
	}
	for number := range list {
		_, port, err := net.SplitHostPort(primary.RemoteVAs[number].ServerAddress)
		if err != nil {
			t.Fatal(err)
		}
		list[number].port = port
	}
	return list
}

// hosts are the names of the machines that the files name, which is here this one.
func hosts(t testing.TB, primary service) []string {
	t.Helper()
	lines := []string{"bjaeger 127.0.0.1"}
	for _, remote := range primary.RemoteVAs {
		host, _, err := net.SplitHostPort(remote.ServerAddress)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, host+" 127.0.0.1")
	}
	return lines
}

// portOf is where a VA connects to for a challenge: files until 2023-01 say it.
func (s service) portOf(method string) string {
	port, configured := 80, s.PortConfig.HTTPPort
	if method == "tls-alpn-01" {
		port, configured = 443, s.PortConfig.TLSPort
	}
	if configured != 0 {
		port = configured
	}
	return strconv.Itoa(port)
}

// leaf is the directory of a certificate, such as va.boulder.
func leaf(certFile string) string { return filepath.Base(filepath.Dir(certFile)) }

// names are those that Boulder's own script puts into the certificate of va.boulder, rva.boulder and so on.
func names(leaf string) []string {
	base := strings.TrimSuffix(leaf, ".boulder")
	return []string{base + "1.boulder", base + "2.boulder"}
}

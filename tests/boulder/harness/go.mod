module boulder-dns-sidecar/tests/boulder/harness

go 1.25.0

require github.com/miekg/dns v1.1.45

require (
	golang.org/x/mod v0.14.0 // indirect
	golang.org/x/net v0.20.0 // indirect
	golang.org/x/sys v0.16.0 // indirect
	golang.org/x/tools v0.17.0 // indirect
)

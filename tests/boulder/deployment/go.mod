module boulder-dns-sidecar/tests/boulder/deployment

go 1.25.0

require (
	boulder-dns-sidecar/tests/boulder/harness v0.0.0
	google.golang.org/grpc v1.36.1
	google.golang.org/protobuf v1.27.1
)

require (
	github.com/golang/protobuf v1.5.0 // indirect
	github.com/miekg/dns v1.1.45 // indirect
	golang.org/x/mod v0.14.0 // indirect
	golang.org/x/net v0.20.0 // indirect
	golang.org/x/sys v0.16.0 // indirect
	golang.org/x/text v0.14.0 // indirect
	golang.org/x/tools v0.17.0 // indirect
	google.golang.org/genproto v0.0.0-20200526211855-cb27e3aa2013 // indirect
)

replace boulder-dns-sidecar/tests/boulder/harness => ../harness

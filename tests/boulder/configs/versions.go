package configs

// edits are the members that change in one file, with their values afterwards; $ is the file's top-level object.
type edits map[string]string

// What each generation of settings needs; docs/boulder-versions.md says why.
var (
	list     = edits{"$.dnsResolvers": `["127.0.0.1:53"]`}
	name     = edits{"$.dnsResolver": `"boulder-dns-sidecar.internal"`}
	provider = edits{
		"$.dnsProvider.dnsAuthority":     `"127.0.0.1:53"`,
		"$.dnsProvider.srvLookup.domain": `"boulder-dns-sidecar.internal."`,
	}
	listOverUDP = edits{"$.dnsStaticResolvers": `["127.0.0.1:53"]`}
	listOverDoH = edits{
		"$.dnsStaticResolvers": `["127.0.0.1:8553"]`,
		"$.tls.caCertfile":     `"test/sidecar/minica-and-sidecar.pem"`,
	}
	// Boulder's own files say dnsAllowLoopbackAddresses no more since 2025-05-28.
	listAndAddresses = edits{
		"$.dnsStaticResolvers":        `["127.0.0.1:8553"]`,
		"$.dnsAllowLoopbackAddresses": `true`,
		"$.tls.caCertfile":            `"test/sidecar/minica-and-sidecar.pem"`,
	}
)

// Which files are of VAs, with their top-level objects.
var (
	pair  = map[string]string{"va.json": "va", "va-remote-a.json": "va", "va-remote-b.json": "va"}
	three = map[string]string{"va.json": "va", "remoteva-a.json": "rva", "remoteva-b.json": "rva",
		"remoteva-c.json": "rva"}
	four = map[string]string{"va.json": "va", "remoteva-a.json": "rva", "remoteva-b.json": "rva",
		"remoteva-c.json": "rva", "remoteva-d.json": "rva"}
	pairs = map[string]string{"va.json": "va", "va-remote-a.json": "va", "va-remote-b.json": "va",
		"remoteva-a.json": "rva", "remoteva-b.json": "rva"}
)

// version is a Boulder as the Go module proxy has it, and what is to change in its two folders.
type version struct {
	module string
	sum    string // as in a go.sum
	files  map[string]string
	config edits
	next   edits
}

var versions = []version{
	{"v0.0.0-20220331220046-b23ab962616e", "h1:1aV3EJ4ZMsc63MFU4rB+ccSEhZvvVD71T9RA4Rqd3hI=",
		pair, list, name},
	{"v0.0.0-20220929215747-76583552c2be", "h1:Cx2bsfM27RBF/45zP1xhFN9FHDxo40LdYdE5L+GWVTw=",
		pair, name, name},
	{"v0.0.0-20221109233200-85aa52084eaf", "h1:ndns1qx/5dL43g16EQkPV/i8+b3l5bYQwLeoSBe7tS8=",
		pair, name, name},
	{"v0.0.0-20230213213521-fdfea0d469b6", "h1:unJdfS94Y3k85TKy+mvKzjW5R9rIC+Lv4KGbE7uNu0I=",
		pair, name, name},
	{"v0.0.0-20230630152916-bd29cc430fd6", "h1:UFYed+xeS3ndfENzc9JvNMVzKrvB+r6kGXgblBPmgLg=",
		pair, name, provider},
	{"v0.0.0-20230907030200-6d76a0f91e1e", "h1:RLTpX495BXToqxpM90Ws4hXEo4Wfh81jr9DX1n/4WOo=",
		pair, provider, provider},
	{"v0.0.0-20231026200631-000cd05d5491", "h1:WGrKdjHtWC67RX96eTkYD2f53NDHhrq/7robWTAfk4s=",
		pair, provider, provider},
	{"v0.0.0-20240226214708-a97e074b5a3e", "h1:0YcEneR01FfQAfP/OlniqnE+NMLLGuJ/RTJmlamX2EY=",
		pair, provider, listOverDoH},
	{"v0.0.0-20240620165639-de9c06129bec", "h1:2tTW6cDth2TSgRbAhD7yjZzTQmcN25sDRPEeinR51yQ=",
		pairs, listOverUDP, listOverDoH},
	{"v0.0.0-20240823215653-da7865cb107b", "h1:j3RD0lOLpskJ4BWK49hIKjXbt0Imoi4J4KvSd6XK898=",
		pairs, listOverUDP, listOverDoH},
	{"v0.0.0-20250303232957-28b49a82d48a", "h1:ILazEdy8f5i+tNfOHXAi7oVXqakBIuY7ruYPndBMwBU=",
		three, listOverUDP, listOverDoH},
	{"v0.0.0-20250502002419-9102759f4ef8", "h1:QPdxNEVUtZi2b1yoVJlYWW6YpqU2c6mLLEPOlDzHxeU=",
		three, listOverDoH, listOverDoH},
	{"v0.20250630.0", "h1:dD3llgKuZWuJZwqzT6weaEcCLSMEBJkIkQ5OdLkK2OA=",
		three, listAndAddresses, listAndAddresses},
	{"v0.20251110.0", "h1:J8MnKICeilO91dyQ2n5eBbab24neHzUpYMUIOdOtbjc=",
		three, listAndAddresses, listAndAddresses},
	{"v0.20251208.0", "h1:rG1V+1Oiy8H7i6kSf85RwXeZZ8q2Vj65dbsSk88J7wI=",
		three, listAndAddresses, listAndAddresses},
	{"v0.20260309.0", "h1:kZynrxK3QfqLGx6hhoz+Rfs3hgltJs1p9Mp+4+VwnY0=",
		three, listAndAddresses, listAndAddresses},
	{"v0.20260804.0", "h1:okROEcsDfzgJzPv8F1XpvuoFfzvorbHX02dfOhNFAKE=",
		three, listAndAddresses, listAndAddresses},
	{"v0.20261110.0", "h1:TOGTZZ/KjP/OMu2+0Is67q35YaL2SgPg/EYHqQ7iRrY=",
		four, listAndAddresses, listAndAddresses},
}

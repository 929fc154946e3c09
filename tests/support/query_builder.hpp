#pragma once

#include "shim/types.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace test_support {

// "12 34ab" and line breaks to octets. Aborts the test program on anything else.
[[nodiscard]] shim::Bytes from_hex(std::string_view text);

// Labels between dots, spelt as given, with no escapes; "." is the root.
[[nodiscard]] shim::Bytes name_octets(std::string_view name);

// Owner, type, class, TTL, length, rdata.
[[nodiscard]] shim::Bytes record_octets(std::string_view owner,
                                        shim::RrType type,
                                        std::uint32_t ttl,
                                        shim::BytesView rdata,
                                        shim::RrClass rrclass = shim::RrClass::in);

// Makes messages octet by octet, without the code under test, and so wrong ones too:
//
//     QueryBuilder("www.example.com", RrType::a).edns(1232).dnssec_ok().build()
//
// Starts as a query of class IN with ID 0x1234 and RD set. Each record raises its section's count.
class QueryBuilder {
public:
    QueryBuilder(std::string_view qname, shim::RrType qtype);

    QueryBuilder& id(std::uint16_t value);
    QueryBuilder& flags(std::uint16_t value);  // all of them: opcode and rcode too
    QueryBuilder& qclass(shim::RrClass value);
    QueryBuilder& qname(shim::BytesView octets);
    QueryBuilder& qdcount(std::uint16_t value);  // what the header says, whatever follows

    QueryBuilder& answer(shim::BytesView record);
    QueryBuilder& authority(shim::BytesView record);
    QueryBuilder& additional(shim::BytesView record);
    // More octets, counted nowhere.
    QueryBuilder& tail(shim::BytesView octets);

    // An OPT record at the end; the other three change or need it.
    QueryBuilder& edns(std::uint16_t udp_size = 1232);
    QueryBuilder& version(std::uint8_t value);
    QueryBuilder& edns_flags(std::uint16_t value);
    QueryBuilder& dnssec_ok() { return edns_flags(0x8000); }
    QueryBuilder& option(std::uint16_t code, shim::BytesView data = {});

    [[nodiscard]] shim::Bytes build() const;

private:
    struct Opt {
        std::uint16_t udp_size = 0;
        std::uint8_t version = 0;
        std::uint16_t flags = 0;
        shim::Bytes options;
    };

    std::uint16_t id_ = 0x1234;
    std::uint16_t flags_ = 0x0100;
    std::uint16_t qdcount_ = 1;
    std::uint16_t ancount_ = 0;
    std::uint16_t nscount_ = 0;
    std::uint16_t arcount_ = 0;
    shim::Bytes qname_;
    shim::RrType qtype_;
    shim::RrClass qclass_ = shim::RrClass::in;
    shim::Bytes records_;
    std::optional<Opt> opt_;
    shim::Bytes tail_;
};

}  // namespace test_support

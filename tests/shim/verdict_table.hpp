#pragma once

#include "shim/resolve.hpp"
#include "tests/support/policy_parts.hpp"
#include "tests/support/query_builder.hpp"
#include "tests/support/row_name.hpp"
#include "tests/support/verdict_text.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <string_view>

namespace shim {

// A query and what becomes of it, as test_support::ask() tells it.
struct VerdictRow {
    std::string_view name;
    Bytes query;
    std::string expected;
    Client client = test_support::remote_udp;

    friend void PrintTo(const VerdictRow& row, std::ostream* out) { *out << row.name; }
};

using test_support::row_name;

inline Bytes query(std::string_view qname, RrType qtype)
{
    return test_support::QueryBuilder(qname, qtype).build();
}

// The SOA of every negative answer with a TTL of 5 seconds, whose apex is `apex`.
inline std::string soa(std::string_view apex)
{
    return std::string(apex) + " 5 SOA ns.boulder-dns-sidecar.internal "
                               "hostmaster.boulder-dns-sidecar.internal 1 3600 600 86400 5";
}

inline std::string nodata(std::string_view source, std::string_view apex)
{
    return std::string(source) + ": NOERROR aa; authority: " + soa(apex);
}

}  // namespace shim

#pragma once

#include "config/value.hpp"
#include "shim/policy.hpp"
#include "shim/types.hpp"

#include <array>
#include <string_view>
#include <vector>

namespace config {

// The CAA records of a rule, by the key that says them.
struct CaaParts {
    std::vector<shim::Bytes> issue;
    std::vector<shim::Bytes> issuewild;
    std::vector<shim::Bytes> iodef;
    std::vector<shim::Bytes> raw;
    bool forward = false;
};

// Issuer values (RFC 8659 section 4.2), or `none`, `deny`, `forward` alone. An issuer that Boulder
// would silently never match is an error.
void assign_issue(const Value& value, CaaParts& parts, Problems& problems);
// The same without `forward` (RFC 8659 section 4.3).
void assign_issuewild(const Value& value, CaaParts& parts, Problems& problems);
// URLs, or `none` (RFC 8659 section 4.4).
void assign_iodef(const Value& value, CaaParts& parts, Problems& problems);
// Whole records, `128 tbs "Unknown"`, or `none`.
void assign_raw(const Value& value, CaaParts& parts, Problems& problems);

// One key of a [caa] table.
struct CaaKey {
    std::string_view name;
    void (*assign)(const Value&, CaaParts&, Problems&);
};
inline constexpr std::array caa_keys = {CaaKey{"issue", assign_issue},
                                        CaaKey{"issuewild", assign_issuewild},
                                        CaaKey{"iodef", assign_iodef}, CaaKey{"raw", assign_raw}};

// All parts in one answer. Tells `problems` when they contradict or do not fit into a message.
[[nodiscard]] shim::CaaAnswer make_answer(const CaaParts& parts, Problems& problems);

}  // namespace config

#include "tests/bench/canned_replies.hpp"

#include "shim/resolve.hpp"
#include "shim/wire.hpp"
#include "tests/bench/query_list.hpp"
#include "tests/bench/sample_policy.hpp"

#include <algorithm>

namespace bench {

namespace wire = shim::wire;

CannedReplies::CannedReplies(const char* name)
    : a_(can(name, "A")), caa_(can(name, "CAA")), nodata_(can(name, "AAAA"))
{
}

CannedReplies::Canned CannedReplies::can(const char* name, const char* type)
{
    const auto query = make_query(name, type);
    shim::Bytes room(wire::loopback_udp_size);
    const auto policy = sample_policy();
    const auto verdict = shim::resolve(query, {}, policy, room);
    const auto size = std::get<shim::Reply>(verdict).size;
    Canned canned;
    std::copy_n(room.begin() + wire::flags_offset, 2, canned.header.begin());
    std::copy_n(room.begin() + wire::ancount_offset, 6, canned.header.begin() + 2);
    canned.records.assign(room.begin() + static_cast<std::ptrdiff_t>(query.size()),
                          room.begin() + static_cast<std::ptrdiff_t>(size));
    return canned;
}

std::size_t CannedReplies::reply(shim::BytesSpan room, std::size_t query_size) const noexcept
{
    std::size_t at = wire::header_size;
    while (at < query_size && room[at] != 0) at += room[at] + 1U;
    const auto question_end = at + 1 + wire::question_fixed_size;
    if (question_end > query_size) return 0;

    const unsigned qtype = (unsigned{room[at + 1]} << 8) | room[at + 2];
    const auto& canned = qtype == 1 ? a_ : qtype == 257 ? caa_ : nodata_;
    std::copy_n(canned.header.begin(), 2, room.begin() + wire::flags_offset);
    std::copy_n(canned.header.begin() + 2, 6, room.begin() + wire::ancount_offset);
    std::copy(canned.records.begin(), canned.records.end(),
              room.begin() + static_cast<std::ptrdiff_t>(question_end));
    return question_end + canned.records.size();
}

}  // namespace bench

#pragma once

#include "config/draft.hpp"
#include "config/scalars.hpp"
#include "config/value.hpp"

#include <chrono>
#include <cstdint>

// What the rows of the table in fields.cpp do with a value.
namespace config {

void assign_target(const Value& value, Draft& draft, Problems& problems);
void assign_mode(const Value& value, Draft& draft, Problems& problems);
void assign_domains(const Value& value, Draft& draft, Problems& problems);
void assign_except(const Value& value, Draft& draft, Problems& problems);
void assign_ttl(const Value& value, Draft& draft, Problems& problems);
void assign_answer(const Value& value, Draft& draft, Problems& problems);
void assign_relay_addresses(const Value& value, Draft& draft, Problems& problems);
void assign_relay_ports(const Value& value, Draft& draft, Problems& problems);
void assign_listen(const Value& value, Draft& draft, Problems& problems);
void assign_doh_listen(const Value& value, Draft& draft, Problems& problems);
void assign_status_listen(const Value& value, Draft& draft, Problems& problems);
void assign_upstream_servers(const Value& value, Draft& draft, Problems& problems);
void assign_upstream_timeout(const Value& value, Draft& draft, Problems& problems);
void assign_upstream_tries(const Value& value, Draft& draft, Problems& problems);
void assign_log_level(const Value& value, Draft& draft, Problems& problems);
void assign_log_format(const Value& value, Draft& draft, Problems& problems);
void assign_log_queries(const Value& value, Draft& draft, Problems& problems);

// `config` says where the file is that load() is given.
void assign_nothing(const Value& value, Draft& draft, Problems& problems);

template <void (*assign)(const Value&, CaaParts&, Problems&)>
void assign_caa(const Value& value, Draft& draft, Problems& problems)
{
    assign(value, draft.caa, problems);
}

template <std::string DohSettings::*member>
void assign_doh_path(const Value& value, Draft& draft, Problems& problems)
{
    if (auto path = parse_path(value.text, problems)) draft.settings.doh.*member = std::move(*path);
}

template <std::size_t LimitSettings::*member, std::uint64_t min, std::uint64_t max>
void assign_limit(const Value& value, Draft& draft, Problems& problems)
{
    if (const auto limit = parse_integer(value.text, min, max, problems))
        draft.settings.limits.*member = *limit;
}

template <std::chrono::milliseconds LimitSettings::*member, int min_ms, int max_ms>
void assign_time_limit(const Value& value, Draft& draft, Problems& problems)
{
    using std::chrono::milliseconds;
    if (const auto limit =
            parse_duration(value.text, milliseconds(min_ms), milliseconds(max_ms), problems))
        draft.settings.limits.*member = *limit;
}

}  // namespace config

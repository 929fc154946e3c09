#include "sidecar/query_totals.hpp"

namespace sidecar {

QueryTotals query_totals(const Counters& counters)
{
    QueryTotals totals;
    for (const auto& by_source : counters.responses) {
        for (std::size_t i = 0; i < sources; ++i) {
            totals.total += by_source[i];
            switch (shim::Source{static_cast<std::uint8_t>(i)}) {
            case shim::Source::fake:
            case shim::Source::service:
            case shim::Source::caa:
            case shim::Source::static_record:
                totals.faked += by_source[i];
                break;
            case shim::Source::forward:
                totals.forwarded += by_source[i];
                break;
            case shim::Source::error:
                totals.failed += by_source[i];
                break;
            }
        }
    }
    return totals;
}

std::string counted_type(std::size_t index)
{
    return index < counted_types.size() ? shim::to_string(counted_types[index]) : "other";
}

std::string counted_rcode(std::size_t index)
{
    return index + 1 < rcodes ? shim::to_string(shim::Rcode{static_cast<std::uint16_t>(index)})
                              : "other";
}

}  // namespace sidecar

#include "sidecar/counters.hpp"

#include <algorithm>

namespace sidecar {

std::size_t type_index(shim::RrType type) noexcept
{
    return static_cast<std::size_t>(std::find(counted_types.begin(), counted_types.end(), type) -
                                    counted_types.begin());
}

}  // namespace sidecar

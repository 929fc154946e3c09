#include "sidecar/ares_error.hpp"

#include <ares.h>

#include <string>

namespace sidecar {
namespace {

class Category final : public boost::system::error_category {
public:
    [[nodiscard]] const char* name() const noexcept override { return "c-ares"; }
    [[nodiscard]] std::string message(int value) const override { return ares_strerror(value); }
};

}  // namespace

boost::system::error_code make_ares_error(int status)
{
    static const Category category;
    return {status, category};
}

}  // namespace sidecar

#include "shim/error.hpp"

#include <string>

namespace shim {
namespace {

class Category final : public boost::system::error_category {
public:
    [[nodiscard]] const char* name() const noexcept override { return "shim"; }

    [[nodiscard]] std::string message(int value) const override
    {
        switch (static_cast<Errc>(value)) {
        case Errc::empty_label:
            return "a label is empty (two dots in a row, or a leading dot)";
        case Errc::label_too_long:
            return "a label is longer than 63 octets";
        case Errc::name_too_long:
            return "the name is longer than 255 octets";
        case Errc::bad_escape:
            return "a backslash must be followed by three digits up to 255, or one character";
        case Errc::bad_address:
            return "not an IP address of that family";
        case Errc::bad_number:
            return "a number is missing or out of range";
        case Errc::bad_caa_tag:
            return "a CAA tag has 1 to 255 letters and digits";
        case Errc::string_too_long:
            return "a text is too long, or a quote is not closed";
        case Errc::missing_field:
            return "a field is missing";
        case Errc::trailing_text:
            return "there is text after the last field";
        case Errc::unsupported_type:
            return "records of that type can not be configured";
        }
        return "unknown error";
    }
};

}  // namespace

boost::system::error_code make_error_code(Errc value)
{
    static const Category category;
    return {static_cast<int>(value), category};
}

}  // namespace shim

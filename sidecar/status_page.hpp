#pragma once

#include "sidecar/status_view.hpp"

#include <string>
#include <utility>
#include <vector>

namespace sidecar {

// The page for people, before it is made HTML or text. All texts are printable, none is markup.
struct StatusPage {
    enum class Tone { plain, good, bad };

    struct Cell {
        std::string text;
        Tone tone = Tone::plain;
    };
    struct Table {
        std::string title;
        std::vector<std::string> columns;
        std::vector<std::vector<Cell>> rows;
        std::string when_empty;
    };

    std::string version;
    std::string uptime;                // "3h 12m"
    std::vector<std::string> reasons;  // why it is not ready
    std::vector<std::string> warnings;
    std::vector<std::pair<std::string, std::string>> numbers;  // label and value
    std::vector<Table> tables;
};

[[nodiscard]] StatusPage make_page(const StatusView& view, Moment now);

// Whole and self-contained; loads itself again every few seconds without a script.
[[nodiscard]] std::string to_html(const StatusPage& page);

// For a terminal.
[[nodiscard]] std::string to_text(const StatusPage& page);

}  // namespace sidecar

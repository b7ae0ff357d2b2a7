#pragma once

#include "app/imports/imports.hpp"
#include "http/json_writer.hpp"

#include <span>
#include <string>

namespace nameplate::http::render {

/// How a job stands: what it is about, its counts, what was found out about its content.
void write_job(JsonWriter& out, store::Job const& job);

/// One row of which something is to tell, as an object.
void write_import_row(JsonWriter& out, app::ImportRow const& row);

/// The same as rows of CSV, with their header.
void append_csv_header(std::string& out);
void append_csv_rows(std::string& out, std::span<app::ImportRow const> rows);

}  // namespace nameplate::http::render

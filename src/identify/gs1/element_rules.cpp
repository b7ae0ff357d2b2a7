#include "identify/gs1/element_rules.hpp"

#include "base/check_digit.hpp"

#include <algorithm>

namespace nameplate::identify::gs1 {
namespace {

constexpr bool ends_itself = true;
constexpr bool separated = false;
constexpr bool in_query = true;
constexpr bool not_in_query = false;

struct NamedCheck {
  std::string_view name;
  ValueCheck check;
};
constexpr auto named_checks = std::to_array<NamedCheck>({
    {"", ValueCheck::none},
    {"digit", ValueCheck::check_digit},
    {"pair", ValueCheck::check_pair},
    {"date", ValueCheck::date},
    {"day", ValueCheck::day},
    {"birthday", ValueCheck::long_day},
    {"clock", ValueCheck::clock},
    {"hour", ValueCheck::hour},
    {"sixty", ValueCheck::sixty},
    {"zero", ValueCheck::zero},
    {"nonzero", ValueCheck::not_zero},
    {"number", ValueCheck::no_leading_zero},
    {"piece", ValueCheck::piece_of_total},
    {"yesno", ValueCheck::yes_no},
    {"winding", ValueCheck::winding},
    {"minus", ValueCheck::minus},
    {"escaped", ValueCheck::percent_escaped},
});

/// `X1-20?:check`: character set, least and most length, a question mark where it may be missing, the check's name.
consteval Component component(std::string_view text) {
  Component made;
  switch (text.front()) {
    case 'N': made.characters = CharacterSet::digits; break;
    case 'X': made.characters = CharacterSet::signs; break;
    case 'Y': made.characters = CharacterSet::part_code; break;
    case 'Z': made.characters = CharacterSet::base64url; break;
    default: throw "unknown character set";
  }
  text.remove_prefix(1);
  auto const colon = text.find(':');
  auto const check = colon == std::string_view::npos ? std::string_view() : text.substr(colon + 1);
  auto sizes = text.substr(0, colon);
  made.optional = sizes.ends_with('?');
  bool ranged = false;
  for (char const c : sizes) {
    if (c == '-') {
      ranged = true;
      made.least = made.most;
      made.most = 0;
    } else if (c != '?') {
      made.most = static_cast<std::uint8_t>(made.most * 10 + (c - '0'));
    }
  }
  made.least = ranged ? made.least : made.most;
  for (auto const& named : named_checks) {
    if (named.name == check) {
      made.check = named.check;
      return made;
    }
  }
  throw "unknown check";
}

consteval Shape shape(std::string_view text) {
  Shape made;
  while (!text.empty()) {
    auto const blank = text.find(' ');
    made.components[made.count++] = component(text.substr(0, blank));
    text = blank == std::string_view::npos ? std::string_view() : text.substr(blank + 1);
  }
  return made;
}

// clang-format off
constexpr auto rules = std::to_array<ElementRule>({
    {"00", "00", shape("N18:digit"), ends_itself, in_query, "sscc", {.is_key = true}},
    {"01", "01", shape("N14:digit"), ends_itself, in_query, "gtin", {.excludes = "255,37", .is_key = true, .qualifiers = "22,10,21|235"}},
    {"02", "02", shape("N14:digit"), ends_itself, in_query, "content", {.needs = "37", .excludes = "01,03"}},
    {"03", "03", shape("N14:digit"), ends_itself, not_in_query, "mto gtin", {.excludes = "01,02,37,235"}},
    {"10", "10", shape("X1-20"), separated, in_query, "batch/lot", {.needs = "01,02,03,8006,8026"}},
    {"11", "11", shape("N6:date"), ends_itself, in_query, "prod date", {.needs = "01,02,03,8006,8026"}},
    {"12", "12", shape("N6:date"), ends_itself, in_query, "due date", {.needs = "8020"}},
    {"13", "13", shape("N6:date"), ends_itself, in_query, "pack date", {.needs = "01,02,03,8006,8026"}},
    {"15", "15", shape("N6:date"), ends_itself, in_query, "best before or best by", {.needs = "01,02,03,8006,8026"}},
    {"16", "16", shape("N6:date"), ends_itself, in_query, "sell by", {.needs = "01,02,03,8006,8026"}},
    {"17", "17", shape("N6:date"), ends_itself, in_query, "use by or expiry", {.needs = "01,02,03,255,8006,8026"}},
    {"20", "20", shape("N2"), ends_itself, in_query, "variant", {.needs = "01,02,03,8006,8026"}},
    {"21", "21", shape("X1-20"), separated, not_in_query, "serial", {.needs = "01,03,8006", .excludes = "235"}},
    {"22", "22", shape("X1-20"), separated, not_in_query, "cpv", {.needs = "01"}},
    {"235", "235", shape("X1-28"), separated, not_in_query, "tpx", {.needs = "01"}},
    {"240", "240", shape("X1-30"), separated, in_query, "additional id", {.needs = "01,02,03,8006,8026"}},
    {"241", "241", shape("X1-30"), separated, in_query, "cust. part no.", {.needs = "01,02,03,8006,8026"}},
    {"242", "242", shape("N1-6"), separated, in_query, "mto variant", {.needs = "01,02,8006,8026"}},
    {"243", "243", shape("X1-20"), separated, in_query, "pcn", {.needs = "01,03"}},
    {"250", "250", shape("X1-30"), separated, in_query, "secondary serial", {.needs = "01+21,03+21,8006+21"}},
    {"251", "251", shape("X1-30"), separated, in_query, "ref. to source", {.needs = "01,03,8006"}},
    {"253", "253", shape("N13:digit X1-17?"), separated, in_query, "gdti", {.is_key = true}},
    {"254", "254", shape("X1-20"), separated, not_in_query, "gln extension component", {.needs = "414"}},
    {"255", "255", shape("N13:digit N1-12?"), separated, in_query, "gcn", {.excludes = "01,02,415,8006,8020,8026", .is_key = true}},
    {"30", "30", shape("N1-8"), separated, in_query, "var. count", {.needs = "01,02"}},
    {"3100", "3105", shape("N6"), ends_itself, in_query, "net weight (kg)", {.needs = "01,02", .excludes = "310n"}},
    {"3110", "3115", shape("N6"), ends_itself, in_query, "length (m)", {.needs = "01,02", .excludes = "311n"}},
    {"3120", "3125", shape("N6"), ends_itself, in_query, "width (m)", {.needs = "01,02", .excludes = "312n"}},
    {"3130", "3135", shape("N6"), ends_itself, in_query, "height (m)", {.needs = "01,02", .excludes = "313n"}},
    {"3140", "3145", shape("N6"), ends_itself, in_query, "area (m²)", {.needs = "01,02", .excludes = "314n"}},
    {"3150", "3155", shape("N6"), ends_itself, in_query, "net volume (l)", {.needs = "01,02", .excludes = "315n"}},
    {"3160", "3165", shape("N6"), ends_itself, in_query, "net volume (m³)", {.needs = "01,02", .excludes = "316n"}},
    {"3200", "3205", shape("N6"), ends_itself, in_query, "net weight (lb)", {.needs = "01,02", .excludes = "320n"}},
    {"3210", "3215", shape("N6"), ends_itself, in_query, "length (in)", {.needs = "01,02", .excludes = "321n"}},
    {"3220", "3225", shape("N6"), ends_itself, in_query, "length (ft)", {.needs = "01,02", .excludes = "322n"}},
    {"3230", "3235", shape("N6"), ends_itself, in_query, "length (yd)", {.needs = "01,02", .excludes = "323n"}},
    {"3240", "3245", shape("N6"), ends_itself, in_query, "width (in)", {.needs = "01,02", .excludes = "324n"}},
    {"3250", "3255", shape("N6"), ends_itself, in_query, "width (ft)", {.needs = "01,02", .excludes = "325n"}},
    {"3260", "3265", shape("N6"), ends_itself, in_query, "width (yd)", {.needs = "01,02", .excludes = "326n"}},
    {"3270", "3275", shape("N6"), ends_itself, in_query, "height (in)", {.needs = "01,02", .excludes = "327n"}},
    {"3280", "3285", shape("N6"), ends_itself, in_query, "height (ft)", {.needs = "01,02", .excludes = "328n"}},
    {"3290", "3295", shape("N6"), ends_itself, in_query, "height (yd)", {.needs = "01,02", .excludes = "329n"}},
    {"3300", "3305", shape("N6"), ends_itself, in_query, "gross weight (kg)", {.needs = "00,01", .excludes = "330n"}},
    {"3310", "3315", shape("N6"), ends_itself, in_query, "length (m), log", {.needs = "00,01", .excludes = "331n"}},
    {"3320", "3325", shape("N6"), ends_itself, in_query, "width (m), log", {.needs = "00,01", .excludes = "332n"}},
    {"3330", "3335", shape("N6"), ends_itself, in_query, "height (m), log", {.needs = "00,01", .excludes = "333n"}},
    {"3340", "3345", shape("N6"), ends_itself, in_query, "area (m²), log", {.needs = "00,01", .excludes = "334n"}},
    {"3350", "3355", shape("N6"), ends_itself, in_query, "volume (l), log", {.needs = "00,01", .excludes = "335n"}},
    {"3360", "3365", shape("N6"), ends_itself, in_query, "volume (m³), log", {.needs = "00,01", .excludes = "336n"}},
    {"3370", "3375", shape("N6"), ends_itself, in_query, "kg per m²", {.needs = "01", .excludes = "337n"}},
    {"3400", "3405", shape("N6"), ends_itself, in_query, "gross weight (lb)", {.needs = "00,01", .excludes = "340n"}},
    {"3410", "3415", shape("N6"), ends_itself, in_query, "length (in), log", {.needs = "00,01", .excludes = "341n"}},
    {"3420", "3425", shape("N6"), ends_itself, in_query, "length (ft), log", {.needs = "00,01", .excludes = "342n"}},
    {"3430", "3435", shape("N6"), ends_itself, in_query, "length (yd), log", {.needs = "00,01", .excludes = "343n"}},
    {"3440", "3445", shape("N6"), ends_itself, in_query, "width (in), log", {.needs = "00,01", .excludes = "344n"}},
    {"3450", "3455", shape("N6"), ends_itself, in_query, "width (ft), log", {.needs = "00,01", .excludes = "345n"}},
    {"3460", "3465", shape("N6"), ends_itself, in_query, "width (yd), log", {.needs = "00,01", .excludes = "346n"}},
    {"3470", "3475", shape("N6"), ends_itself, in_query, "height (in), log", {.needs = "00,01", .excludes = "347n"}},
    {"3480", "3485", shape("N6"), ends_itself, in_query, "height (ft), log", {.needs = "00,01", .excludes = "348n"}},
    {"3490", "3495", shape("N6"), ends_itself, in_query, "height (yd), log", {.needs = "00,01", .excludes = "349n"}},
    {"3500", "3505", shape("N6"), ends_itself, in_query, "area (in²)", {.needs = "01,02", .excludes = "350n"}},
    {"3510", "3515", shape("N6"), ends_itself, in_query, "area (ft²)", {.needs = "01,02", .excludes = "351n"}},
    {"3520", "3525", shape("N6"), ends_itself, in_query, "area (yd²)", {.needs = "01,02", .excludes = "352n"}},
    {"3530", "3535", shape("N6"), ends_itself, in_query, "area (in²), log", {.needs = "00,01", .excludes = "353n"}},
    {"3540", "3545", shape("N6"), ends_itself, in_query, "area (ft²), log", {.needs = "00,01", .excludes = "354n"}},
    {"3550", "3555", shape("N6"), ends_itself, in_query, "area (yd²), log", {.needs = "00,01", .excludes = "355n"}},
    {"3560", "3565", shape("N6"), ends_itself, in_query, "net weight (tr oz)", {.needs = "01,02", .excludes = "356n"}},
    {"3570", "3575", shape("N6"), ends_itself, in_query, "net volume (oz)", {.needs = "01,02", .excludes = "357n"}},
    {"3600", "3605", shape("N6"), ends_itself, in_query, "net volume (qt (us))", {.needs = "01,02", .excludes = "360n"}},
    {"3610", "3615", shape("N6"), ends_itself, in_query, "net volume (gal.)", {.needs = "01,02", .excludes = "361n"}},
    {"3620", "3625", shape("N6"), ends_itself, in_query, "volume (qt (us)), log", {.needs = "00,01", .excludes = "362n"}},
    {"3630", "3635", shape("N6"), ends_itself, in_query, "volume (gal (us)), log", {.needs = "00,01", .excludes = "363n"}},
    {"3640", "3645", shape("N6"), ends_itself, in_query, "net volume (in³)", {.needs = "01,02", .excludes = "364n"}},
    {"3650", "3655", shape("N6"), ends_itself, in_query, "net volume (ft³)", {.needs = "01,02", .excludes = "365n"}},
    {"3660", "3665", shape("N6"), ends_itself, in_query, "net volume (yd³)", {.needs = "01,02", .excludes = "366n"}},
    {"3670", "3675", shape("N6"), ends_itself, in_query, "volume (in³), log", {.needs = "00,01", .excludes = "367n"}},
    {"3680", "3685", shape("N6"), ends_itself, in_query, "volume (ft³), log", {.needs = "00,01", .excludes = "368n"}},
    {"3690", "3695", shape("N6"), ends_itself, in_query, "volume (yd³), log", {.needs = "00,01", .excludes = "369n"}},
    {"37", "37", shape("N1-8"), separated, in_query, "count", {.needs = "00+02,00+8026"}},
    {"3900", "3909", shape("N1-15"), separated, in_query, "amount", {.needs = "255,8020", .excludes = "390n,391n,394n,8111"}},
    {"3910", "3919", shape("N3 N1-15"), separated, in_query, "amount", {.needs = "8020", .excludes = "391n"}},
    {"3920", "3929", shape("N1-15"), separated, in_query, "price", {.needs = "01+30,01+31nn,01+32nn,01+35nn,01+36nn", .excludes = "392n,393n"}},
    {"3930", "3939", shape("N3 N1-15"), separated, in_query, "price", {.needs = "30,31nn,32nn,35nn,36nn", .excludes = "393n"}},
    {"3940", "3943", shape("N4"), separated, in_query, "prcnt off", {.needs = "255", .excludes = "394n,8111"}},
    {"3950", "3955", shape("N6"), separated, in_query, "price/uom", {.needs = "30,31nn,32nn,35nn,36nn", .excludes = "392n,393n,395n,8005"}},
    {"400", "400", shape("X1-30"), separated, in_query, "order number"},
    {"401", "401", shape("X1-30"), separated, in_query, "ginc", {.is_key = true}},
    {"402", "402", shape("N17:digit"), separated, in_query, "gsin", {.is_key = true}},
    {"403", "403", shape("X1-30"), separated, in_query, "route", {.needs = "00"}},
    {"410", "410", shape("N13:digit"), ends_itself, in_query, "ship to loc"},
    {"411", "411", shape("N13:digit"), ends_itself, in_query, "bill to"},
    {"412", "412", shape("N13:digit"), ends_itself, in_query, "purchase from"},
    {"413", "413", shape("N13:digit"), ends_itself, in_query, "ship for loc"},
    {"414", "414", shape("N13:digit"), ends_itself, in_query, "loc no.", {.is_key = true, .qualifiers = "254|7040"}},
    {"415", "415", shape("N13:digit"), ends_itself, in_query, "pay to", {.needs = "8020", .is_key = true, .qualifiers = "8020"}},
    {"416", "416", shape("N13:digit"), ends_itself, in_query, "prod/serv loc"},
    {"417", "417", shape("N13:digit"), ends_itself, in_query, "party", {.is_key = true, .qualifiers = "7040"}},
    {"420", "420", shape("X1-20"), separated, in_query, "ship to post", {.excludes = "421"}},
    {"421", "421", shape("N3 X1-9"), separated, in_query, "ship to post", {.excludes = "4307"}},
    {"422", "422", shape("N3"), separated, in_query, "origin", {.needs = "01,02,03,8006,8026", .excludes = "426"}},
    {"423", "423", shape("N3 N3? N3? N3? N3?"), separated, in_query, "country - initial process", {.needs = "01,02,03", .excludes = "426"}},
    {"424", "424", shape("N3"), separated, in_query, "country - process", {.needs = "01,02,03", .excludes = "426"}},
    {"425", "425", shape("N3 N3? N3? N3? N3?"), separated, in_query, "country - disassembly", {.needs = "01,02,03", .excludes = "426"}},
    {"426", "426", shape("N3"), separated, in_query, "country - full process", {.needs = "01,02,03"}},
    {"427", "427", shape("X1-3"), separated, in_query, "origin subdivision", {.needs = "01+422,02+422,03+422"}},
    {"4300", "4300", shape("X1-35:escaped"), separated, in_query, "ship to comp", {.needs = "00"}},
    {"4301", "4301", shape("X1-35:escaped"), separated, in_query, "ship to name", {.needs = "00"}},
    {"4302", "4302", shape("X1-70:escaped"), separated, in_query, "ship to add1", {.needs = "00"}},
    {"4303", "4303", shape("X1-70:escaped"), separated, in_query, "ship to add2", {.needs = "4302"}},
    {"4304", "4304", shape("X1-70:escaped"), separated, in_query, "ship to sub", {.needs = "00"}},
    {"4305", "4305", shape("X1-70:escaped"), separated, in_query, "ship to loc", {.needs = "00"}},
    {"4306", "4306", shape("X1-70:escaped"), separated, in_query, "ship to reg", {.needs = "00"}},
    {"4307", "4307", shape("X2"), separated, in_query, "ship to country", {.needs = "00"}},
    {"4308", "4308", shape("X1-30"), separated, in_query, "ship to phone", {.needs = "00"}},
    {"4309", "4309", shape("N10 N10"), separated, in_query, "ship to geo", {.needs = "00"}},
    {"4310", "4310", shape("X1-35:escaped"), separated, in_query, "rtn to comp", {.needs = "00"}},
    {"4311", "4311", shape("X1-35:escaped"), separated, in_query, "rtn to name", {.needs = "00"}},
    {"4312", "4312", shape("X1-70:escaped"), separated, in_query, "rtn to add1", {.needs = "00"}},
    {"4313", "4313", shape("X1-70:escaped"), separated, in_query, "rtn to add2", {.needs = "4312"}},
    {"4314", "4314", shape("X1-70:escaped"), separated, in_query, "rtn to sub", {.needs = "00"}},
    {"4315", "4315", shape("X1-70:escaped"), separated, in_query, "rtn to loc", {.needs = "00"}},
    {"4316", "4316", shape("X1-70:escaped"), separated, in_query, "rtn to reg", {.needs = "00"}},
    {"4317", "4317", shape("X2"), separated, in_query, "rtn to country", {.needs = "00"}},
    {"4318", "4318", shape("X1-20"), separated, in_query, "rtn to post", {.needs = "00"}},
    {"4319", "4319", shape("X1-30"), separated, in_query, "rtn to phone", {.needs = "00"}},
    {"4320", "4320", shape("X1-35:escaped"), separated, in_query, "srv description", {.needs = "00"}},
    {"4321", "4321", shape("N1:yesno"), separated, in_query, "dangerous goods", {.needs = "00"}},
    {"4322", "4322", shape("N1:yesno"), separated, in_query, "auth to leave", {.needs = "00"}},
    {"4323", "4323", shape("N1:yesno"), separated, in_query, "sig required", {.needs = "00"}},
    {"4324", "4324", shape("N6:date N4:clock"), separated, in_query, "not bef del dt", {.needs = "00"}},
    {"4325", "4325", shape("N6:date N4:clock"), separated, in_query, "not aft del dt", {.needs = "00"}},
    {"4326", "4326", shape("N6:day"), separated, in_query, "rel date", {.needs = "00"}},
    {"4330", "4330", shape("N6 X1?:minus"), separated, in_query, "max temp f.", {.needs = "00", .excludes = "4331"}},
    {"4331", "4331", shape("N6 X1?:minus"), separated, in_query, "max temp c.", {.needs = "00", .excludes = "4330"}},
    {"4332", "4332", shape("N6 X1?:minus"), separated, in_query, "min temp f.", {.needs = "00", .excludes = "4333"}},
    {"4333", "4333", shape("N6 X1?:minus"), separated, in_query, "min temp c.", {.needs = "00", .excludes = "4332"}},
    {"7001", "7001", shape("N13"), separated, in_query, "nsn", {.needs = "01,02,8006,8026"}},
    {"7002", "7002", shape("X1-30"), separated, in_query, "meat cut", {.needs = "01,02"}},
    {"7003", "7003", shape("N6:day N4:clock"), separated, in_query, "expiry time", {.needs = "01,02,03"}},
    {"7004", "7004", shape("N1-4"), separated, in_query, "active potency", {.needs = "01+10,03+10"}},
    {"7005", "7005", shape("X1-12"), separated, in_query, "catch area", {.needs = "01,02"}},
    {"7006", "7006", shape("N6:day"), separated, in_query, "first freeze date", {.needs = "01,02"}},
    {"7007", "7007", shape("N6:day N6?:day"), separated, in_query, "harvest date", {.needs = "01,02"}},
    {"7008", "7008", shape("X1-3"), separated, in_query, "aquatic species", {.needs = "01,02"}},
    {"7009", "7009", shape("X1-10"), separated, in_query, "fishing gear type", {.needs = "01,02"}},
    {"7010", "7010", shape("X1-2"), separated, in_query, "prod method", {.needs = "01,02,03"}},
    {"7011", "7011", shape("N6:day N4?:clock"), separated, in_query, "test by date", {.needs = "01,02,03"}},
    {"7020", "7020", shape("X1-20"), separated, in_query, "refurb lot", {.needs = "01+416,03+416,8006+416"}},
    {"7021", "7021", shape("X1-20"), separated, in_query, "func stat", {.needs = "01,03,8006"}},
    {"7022", "7022", shape("X1-20"), separated, in_query, "rev stat", {.needs = "01+7021,03+7021,8006+7021"}},
    {"7023", "7023", shape("X1-30"), separated, in_query, "giai - assembly"},
    {"7030", "7030", shape("N3 X1-27"), separated, in_query, "processor # 0", {.needs = "01,02"}},
    {"7031", "7031", shape("N3 X1-27"), separated, in_query, "processor # 1", {.needs = "01,02"}},
    {"7032", "7032", shape("N3 X1-27"), separated, in_query, "processor # 2", {.needs = "01,02"}},
    {"7033", "7033", shape("N3 X1-27"), separated, in_query, "processor # 3", {.needs = "01,02"}},
    {"7034", "7034", shape("N3 X1-27"), separated, in_query, "processor # 4", {.needs = "01,02"}},
    {"7035", "7035", shape("N3 X1-27"), separated, in_query, "processor # 5", {.needs = "01,02"}},
    {"7036", "7036", shape("N3 X1-27"), separated, in_query, "processor # 6", {.needs = "01,02"}},
    {"7037", "7037", shape("N3 X1-27"), separated, in_query, "processor # 7", {.needs = "01,02"}},
    {"7038", "7038", shape("N3 X1-27"), separated, in_query, "processor # 8", {.needs = "01,02"}},
    {"7039", "7039", shape("N3 X1-27"), separated, in_query, "processor # 9", {.needs = "01,02"}},
    {"7040", "7040", shape("N1 X1 X1 X1"), separated, not_in_query, "uic+ext"},
    {"7041", "7041", shape("X1-4"), separated, not_in_query, "ufrgt unit type", {.needs = "00"}},
    {"710", "710", shape("X1-20"), separated, in_query, "nhrn pzn", {.needs = "01"}},
    {"711", "711", shape("X1-20"), separated, in_query, "nhrn cip", {.needs = "01"}},
    {"712", "712", shape("X1-20"), separated, in_query, "nhrn cn", {.needs = "01"}},
    {"713", "713", shape("X1-20"), separated, in_query, "nhrn drn", {.needs = "01"}},
    {"714", "714", shape("X1-20"), separated, in_query, "nhrn aim", {.needs = "01"}},
    {"715", "715", shape("X1-20"), separated, in_query, "nhrn ndc", {.needs = "01"}},
    {"716", "716", shape("X1-20"), separated, in_query, "nhrn aic", {.needs = "01"}},
    {"717", "717", shape("X1-20"), separated, in_query, "nhrn srn", {.needs = "01"}},
    {"7230", "7230", shape("X2 X1-28"), separated, in_query, "cert # 1", {.needs = "01,8004"}},
    {"7231", "7231", shape("X2 X1-28"), separated, in_query, "cert # 2", {.needs = "01,8004"}},
    {"7232", "7232", shape("X2 X1-28"), separated, in_query, "cert # 3", {.needs = "01,8004"}},
    {"7233", "7233", shape("X2 X1-28"), separated, in_query, "cert # 4", {.needs = "01,8004"}},
    {"7234", "7234", shape("X2 X1-28"), separated, in_query, "cert # 5", {.needs = "01,8004"}},
    {"7235", "7235", shape("X2 X1-28"), separated, in_query, "cert # 6", {.needs = "01,8004"}},
    {"7236", "7236", shape("X2 X1-28"), separated, in_query, "cert # 7", {.needs = "01,8004"}},
    {"7237", "7237", shape("X2 X1-28"), separated, in_query, "cert # 8", {.needs = "01,8004"}},
    {"7238", "7238", shape("X2 X1-28"), separated, in_query, "cert # 9", {.needs = "01,8004"}},
    {"7239", "7239", shape("X2 X1-28"), separated, in_query, "cert # 10", {.needs = "01,8004"}},
    {"7240", "7240", shape("X1-20"), separated, in_query, "protocol", {.needs = "01,8006", .excludes = "03"}},
    {"7241", "7241", shape("N2"), separated, in_query, "aidc media type", {.needs = "8017,8018"}},
    {"7242", "7242", shape("X1-25"), separated, in_query, "vcn", {.needs = "8017,8018"}},
    {"7250", "7250", shape("N8:birthday"), separated, in_query, "dob", {.needs = "8018", .excludes = "7251"}},
    {"7251", "7251", shape("N8:birthday N4:clock"), separated, in_query, "dob time", {.needs = "8018", .excludes = "7250"}},
    {"7252", "7252", shape("N1"), separated, in_query, "bio sex", {.needs = "8018"}},
    {"7253", "7253", shape("X1-40:escaped"), separated, in_query, "family name", {.needs = "8017,8018", .excludes = "7256,7259"}},
    {"7254", "7254", shape("X1-40:escaped"), separated, in_query, "given name", {.needs = "8017,8018", .excludes = "7256,7259"}},
    {"7255", "7255", shape("X1-10"), separated, in_query, "suffix", {.needs = "8017,8018", .excludes = "7256,7259"}},
    {"7256", "7256", shape("X1-90:escaped"), separated, in_query, "full name", {.needs = "8017,8018"}},
    {"7257", "7257", shape("X1-70:escaped"), separated, in_query, "person addr", {.needs = "8018"}},
    {"7258", "7258", shape("X3"), separated, in_query, "birth sequence", {.needs = "8018+7259"}},
    {"7259", "7259", shape("X1-40:escaped"), separated, in_query, "baby", {.needs = "8018", .excludes = "7256"}},
    {"8001", "8001", shape("N4:nonzero N5:nonzero N3:nonzero N1:winding N1"), separated, in_query, "dimensions", {.needs = "01"}},
    {"8002", "8002", shape("X1-20"), separated, in_query, "cmt no."},
    {"8003", "8003", shape("N1:zero N13:digit X1-16?"), separated, in_query, "grai", {.is_key = true}},
    {"8004", "8004", shape("X1-30"), separated, in_query, "giai", {.is_key = true, .qualifiers = "7040"}},
    {"8005", "8005", shape("N6"), separated, in_query, "price per unit", {.needs = "01,02"}},
    {"8006", "8006", shape("N14:digit N4:piece"), separated, in_query, "itip", {.excludes = "01,03,37", .is_key = true, .qualifiers = "22,10,21"}},
    {"8007", "8007", shape("X1-34"), separated, in_query, "iban", {.needs = "415"}},
    {"8008", "8008", shape("N6:day N2:hour N2?:sixty N2?:sixty"), separated, in_query, "prod time", {.needs = "01,02,03"}},
    {"8009", "8009", shape("X1-50"), separated, in_query, "optsen", {.needs = "00,01,03"}},
    {"8010", "8010", shape("Y1-30"), separated, in_query, "cpid", {.is_key = true, .qualifiers = "8011"}},
    {"8011", "8011", shape("N1-12:number"), separated, not_in_query, "cpid serial", {.needs = "8010"}},
    {"8012", "8012", shape("X1-20"), separated, in_query, "version", {.needs = "01,03,8006"}},
    {"8013", "8013", shape("X1-25:pair"), separated, in_query, "gmn", {.is_key = true}},
    {"8014", "8014", shape("X1-25:pair"), separated, not_in_query, "mudi", {.needs = "01"}},
    {"8017", "8017", shape("N18:digit"), separated, in_query, "gsrn - provider", {.excludes = "8018", .is_key = true, .qualifiers = "8019"}},
    {"8018", "8018", shape("N18:digit"), separated, in_query, "gsrn - recipient", {.excludes = "8017", .is_key = true, .qualifiers = "8019"}},
    {"8019", "8019", shape("N1-10"), separated, not_in_query, "srin", {.needs = "8017,8018"}},
    {"8020", "8020", shape("X1-25"), separated, not_in_query, "ref no.", {.needs = "415"}},
    {"8026", "8026", shape("N14:digit N4:piece"), separated, in_query, "itip content", {.needs = "37", .excludes = "02,03,8006"}},
    {"8030", "8030", shape("Z1-90"), separated, in_query, "digsig", {.needs = "00,01+21,03+21,253,255,8003,8004,8006+21,8010+8011,8017,8018"}},
    {"8040", "8040", shape("N15"), separated, not_in_query, "imei", {.needs = "01+21"}},
    {"8041", "8041", shape("N15"), separated, not_in_query, "imei2", {.needs = "01+21+8040"}},
    {"8042", "8042", shape("N32"), separated, not_in_query, "esim", {.needs = "01+21+8040"}},
    {"8043", "8043", shape("N18 N1-2?"), separated, not_in_query, "psim", {.needs = "01+21+8040"}},
    {"8110", "8110", shape("X1-70"), separated, in_query, ""},
    {"8111", "8111", shape("N4"), separated, in_query, "points", {.needs = "255"}},
    {"8112", "8112", shape("X1-70"), separated, in_query, ""},
    {"8200", "8200", shape("X1-70"), separated, not_in_query, "product url", {.needs = "01"}},
    {"90", "90", shape("X1-30"), separated, in_query, "internal"},
    {"91", "99", shape("X1-90"), separated, in_query, "internal"},
});
// clang-format on

constexpr std::size_t beginnings = 100;

/// Where the rules begin whose identifiers start with these two digits: the length of an identifier follows from them.
consteval std::array<std::uint8_t, beginnings + 1> places_by_beginning() {
  std::array<std::uint8_t, beginnings + 1> places{};
  std::size_t rule = 0;
  for (std::size_t beginning = 0; beginning <= beginnings; ++beginning) {
    while (rule < rules.size() &&
           static_cast<std::size_t>((rules[rule].first[0] - '0') * 10 + (rules[rule].last[1] - '0')) < beginning) {
      ++rule;
    }
    places[beginning] = static_cast<std::uint8_t>(rule);
  }
  return places;
}
constexpr auto places = places_by_beginning();
static_assert(rules.size() < 256);

}  // namespace

std::span<ElementRule const> element_rules() {
  return rules;
}

ElementRule const* rule_at(std::string_view text) {
  if (text.size() < 2 || !base::is_digits(text.substr(0, 2))) {
    return nullptr;
  }
  auto const beginning = static_cast<std::size_t>((text[0] - '0') * 10 + (text[1] - '0'));
  for (std::size_t place = places[beginning]; place < rules.size(); ++place) {
    auto const& rule = rules[place];
    auto const identifier = text.substr(0, rule.first.size());
    if (identifier < rule.first) {
      return nullptr;
    }
    if (identifier.size() == rule.first.size() && identifier <= rule.last) {
      return &rule;
    }
  }
  return nullptr;
}

bool is_meant(std::string_view identifier, std::string_view pattern) {
  return std::ranges::equal(identifier, pattern, [](char digit, char meant) { return meant == 'n' || digit == meant; });
}

}  // namespace nameplate::identify::gs1

/* SPDX-License-Identifier: Apache-2.0 */
#include "report/line.h"

#include <math.h>

static void
write_point(zi_json *j, double lon, double lat)
{
    zi_json_begin_array_line(j);
    zi_json_number(j, lon);
    zi_json_number(j, lat);
    zi_json_end_array(j);
}

static void
begin_feature(zi_json *j, const char *type)
{
    zi_json_begin_object(j);
    zi_json_key(j, "type");
    zi_json_text(j, "Feature");
    zi_json_key(j, "geometry");
    zi_json_begin_object(j);
    zi_json_key(j, "type");
    zi_json_text(j, type);
    zi_json_key(j, "coordinates");
}

zi_line
zi_line_begin(zi_json *j)
{
    begin_feature(j, "MultiLineString");
    zi_json_begin_array(j);
    zi_json_begin_array(j);
    return (zi_line){ .json = j };
}

void
zi_line_point(zi_line *line, double lon, double lat)
{
    /* the same bits: a leg begins where the one before it ends */
    if (line->has_point && !(fabs(lon - line->lon) > 0) && !(fabs(lat - line->lat) > 0)) {
        return;
    }
    if (line->has_point && fabs(lon - line->lon) > 180) {
        /* Where the straight line between both points crosses the meridian. */
        const double side = line->lon > 0 ? 180 : -180;
        const double span = (180 - fabs(line->lon)) + (180 - fabs(lon));
        const double part = span > 0 ? (180 - fabs(line->lon)) / span : 0;
        const double cut_lat = line->lat + part * (lat - line->lat);
        write_point(line->json, side, cut_lat);
        zi_json_end_array(line->json);
        zi_json_begin_array(line->json);
        write_point(line->json, -side, cut_lat);
    }
    write_point(line->json, lon, lat);
    line->has_point = true;
    line->lon = lon;
    line->lat = lat;
}

void
zi_line_end(zi_line *line)
{
    zi_json_end_array(line->json);
    zi_json_end_array(line->json);
    zi_json_end_object(line->json);
}

void
zi_line_point_feature(zi_json *j, double lon, double lat)
{
    begin_feature(j, "Point");
    write_point(j, lon, lat);
    zi_json_end_object(j);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "report/report.h"

#include "base/fail.h"
#include "base/mem.h"
#include "io/file.h"

void
zhol_buffer_free(zhol_buffer *b)
{
    zi_free(b->data);
    *b = (zhol_buffer){ 0 };
}

zhol_status
zi_report_hand_over(zi_buffer *made, zhol_buffer *out, zhol_error *err)
{
    if (made->failed) {
        zi_buffer_free(made);
        return zi_fail(err, ZHOL_LIMIT, "no memory for the text of the answer");
    }
    *out = (zhol_buffer){ made->data, made->length, made->capacity };
    *made = (zi_buffer){ 0 };
    return ZHOL_OK;
}

zi_buffer
zi_report_take_over(zhol_buffer *out)
{
    const zi_buffer taken = {
        .data = out->data, .length = out->length, .capacity = out->capacity
    };
    *out = (zhol_buffer){ 0 };
    return taken;
}

zhol_status
zhol_buffer_save(const zhol_buffer *b, const char *path, zhol_error *err)
{
    return zi_file_write_atomic(path, b->data ? b->data : "", b->length, err);
}

const char *
zhol_version(void)
{
    return ZHOL_VERSION " (world file, GeoJSON, GMNS, OMX by a module; without GDAL)";
}

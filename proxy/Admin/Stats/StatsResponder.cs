using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ZipkinMesh.Proxy.Admin.Commands;
using ZipkinMesh.Proxy.Stats;

namespace ZipkinMesh.Proxy.Admin.Stats;

/// <summary>Responds with the statistics that a request asks for.</summary>
internal static class StatsResponder
{
    /// <summary>Responds to a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="reader">Reads the statistics.</param>
    /// <param name="format">The format that the path demands; null when the parameters decide.</param>
    public static Task RespondAsync(AdminRequest request, StatsReader reader, StatsFormat? format)
    {
        if (!StatsQuery.TryParse(request, format, out var query, out var problem))
        {
            return request.RespondAsync(StatusCodes.Status400BadRequest, problem);
        }

        StatSeries[] series = [.. reader.Read().Where(query.Includes)];
        return query.Format switch
        {
            StatsFormat.Json => RespondAsync(request, series, query),
            StatsFormat.Prometheus => request.RespondAsync(PrometheusStatsWriter.Write(series, query.Histograms)),
            _ => request.RespondAsync(TextStatsWriter.Write(series, query.Histograms)),
        };
    }

    private static Task RespondAsync(AdminRequest request, StatSeries[] series, StatsQuery query)
    {
        var body = new ArrayBufferWriter<byte>();
        var layout = new JsonWriterOptions { Indented = query.Pretty, IndentSize = 1, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(body, layout))
        {
            JsonStatsWriter.Write(json, series, query.Histograms);
        }

        return request.RespondAsync(StatusCodes.Status200OK, AdminRequest.Json, body.WrittenMemory);
    }
}

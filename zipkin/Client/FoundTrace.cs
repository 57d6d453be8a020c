using System.Text;
using System.Text.Json;
using ZipkinMesh.Zipkin.Codecs.Json;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Client;

/// <summary>A trace that a server returned.</summary>
internal sealed class FoundTrace
{
    /// <param name="trace">The array of its spans.</param>
    /// <exception cref="InvalidSpanException">The array is empty, or contains something else.</exception>
    public FoundTrace(JsonElement trace)
    {
        SpansInJson = [.. trace.EnumerateArray().Select(span => span.GetRawText())];
        Spans = V2SpanReader.Read(Encoding.UTF8.GetBytes(Json));
        Id = Spans is [var first, ..] ? first.TraceId : throw new InvalidSpanException("A trace has no spans");
    }

    /// <summary>Gets the id of the trace.</summary>
    public TraceId Id { get; }

    /// <summary>Gets the spans.</summary>
    public List<Span> Spans { get; }

    /// <summary>Gets the spans in JSON, one by one.</summary>
    public IReadOnlyList<string> SpansInJson { get; }

    /// <summary>Gets the array of spans in JSON.</summary>
    public string Json => $"[{string.Join(',', SpansInJson)}]";
}

using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Api;

/// <summary>
/// Keeps a share of the traces, the same ones wherever it is decided: a trace stays when the low 64 bits of its id, as a number
/// without its sign, are within the share of the largest one. Spans marked for debugging always stay.
/// </summary>
internal sealed class Sampler(double rate)
{
    private readonly long _boundary = rate >= 1 ? long.MaxValue : (long)(long.MaxValue * rate);

    public List<Span> Keep(List<Span> spans) => _boundary == long.MaxValue ? spans : spans.FindAll(Keeps);

    private bool Keeps(Span span)
    {
        if (span.Debug)
        {
            return true;
        }

        var id = (long)span.TraceId.Low;
        // The least number has no counterpart above 0.
        return Math.Abs(Math.Max(id, -long.MaxValue)) <= _boundary;
    }
}

using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Codecs.V1;

/// <summary>
/// Sets the timestamp and duration of both sides of a call from the annotations of its client (cs, cr) and its server (sr, ss).
/// </summary>
internal sealed class V1RpcTiming(V1Span source, V1SpanBuilders builders)
{
    public void Apply()
    {
        AddMissingStarts();
        var (cs, cr, sr, ss) = (builders.Core("cs"), builders.Core("cr"), builders.Core("sr"), builders.Core("ss"));
        if (cs is not null && sr is not null)
        {
            SetBoth(cs, cr, sr, ss);
        }
        else if (cs is not null && cr is not null)
        {
            builders.SetTiming(cs, cr);
        }
        else if (sr is not null && ss is not null)
        {
            builders.SetTiming(sr, ss);
        }
        else
        {
            SetIncomplete();
        }

        if (cs is null && sr is not null && (source.Timestamp == 0 || (ss is not null && source.Duration == 0)))
        {
            builders.For(sr.Endpoint).Shared = true;
        }
    }

    // A missing start annotation is derived from the timestamp of the v1 span, when timestamp and duration agree with the end.
    private void AddMissingStarts()
    {
        foreach (var (start, end) in ((string, string)[])[("cs", "cr"), ("sr", "ss")])
        {
            if (builders.Core(start) is null && builders.Core(end) is { } ended && source.Timestamp > 0 && source.Timestamp + source.Duration == ended.Timestamp)
            {
                builders.SetCore(start, new(source.Timestamp, start, ended.Endpoint));
            }
        }
    }

    // The timestamp and duration of the v1 span are the client's.
    private void SetBoth(V1Annotation cs, V1Annotation? cr, V1Annotation sr, V1Annotation? ss)
    {
        builders.SetTiming(cs, cr);
        var server = builders.ForSecond(cs, sr, SpanKind.Client, SpanKind.Server);
        (server.Shared, server.Timestamp) = (true, sr.Timestamp);
        server.Duration = ss is null ? 0 : ss.Timestamp - sr.Timestamp;
    }

    private void SetIncomplete()
    {
        foreach (var builder in builders.All)
        {
            var (start, end) = builder.Kind switch
            {
                SpanKind.Client => (builders.Core("cs"), builders.Core("cr")),
                SpanKind.Server => (builders.Core("sr"), builders.Core("ss")),
                _ => (null, null),
            };
            builder.Timestamp = start?.Timestamp ?? builder.Timestamp;
            if (end is not null)
            {
                builder.Annotations.Add(new(end.Timestamp, end.Value));
            }
        }

        if (source.Timestamp > 0)
        {
            (builders.First.Timestamp, builders.First.Duration) = (source.Timestamp, source.Duration);
        }
    }
}

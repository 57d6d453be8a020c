using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.V1;

/// <summary>When each side of a call began and how long it took, by what its client (cs, cr) and its server (sr, ss) told.</summary>
internal sealed class V1CallTimes(V1Span source, V1Sides sides)
{
    public void Set()
    {
        AddMissingStarts();
        var (cs, cr, sr, ss) = (sides.Event("cs"), sides.Event("cr"), sides.Event("sr"), sides.Event("ss"));
        if (cs is not null && sr is not null)
        {
            SetBoth(cs, cr, sr, ss);
        }
        else if (cs is not null && cr is not null)
        {
            sides.Time(cs, cr);
        }
        else if (sr is not null && ss is not null)
        {
            sides.Time(sr, ss);
        }
        else
        {
            SetIncomplete();
        }

        if (cs is null && sr is not null && (source.Timestamp == 0 || (ss is not null && source.Duration == 0)))
        {
            sides.Of(sr.Endpoint).Shared = true;
        }
    }

    // The start may be told by the span's own time only.
    private void AddMissingStarts()
    {
        foreach (var (start, end) in ((string, string)[])[("cs", "cr"), ("sr", "ss")])
        {
            if (sides.Event(start) is null && sides.Event(end) is { } ended && source.Timestamp > 0 && source.Timestamp + source.Duration == ended.Timestamp)
            {
                sides.SetEvent(start, new(source.Timestamp, start, ended.Endpoint));
            }
        }
    }

    // The span's own time is the client's.
    private void SetBoth(V1Annotation cs, V1Annotation? cr, V1Annotation sr, V1Annotation? ss)
    {
        sides.Time(cs, cr);
        var server = sides.Other(cs, sr, SpanKind.Client, SpanKind.Server);
        (server.Shared, server.Timestamp) = (true, sr.Timestamp);
        server.Duration = ss is null ? 0 : ss.Timestamp - sr.Timestamp;
    }

    private void SetIncomplete()
    {
        foreach (var side in sides.All)
        {
            var (start, end) = side.Kind switch
            {
                SpanKind.Client => (sides.Event("cs"), sides.Event("cr")),
                SpanKind.Server => (sides.Event("sr"), sides.Event("ss")),
                _ => (null, null),
            };
            side.Timestamp = start?.Timestamp ?? side.Timestamp;
            if (end is not null)
            {
                side.Annotations.Add(new(end.Timestamp, end.Value));
            }
        }

        if (source.Timestamp > 0)
        {
            (sides.First.Timestamp, sides.First.Duration) = (source.Timestamp, source.Duration);
        }
    }
}

using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.V1;

/// <summary>When each side of a message began and how long it took, by what its producer (ms, ws) and its consumer (wr, mr) told.</summary>
internal sealed class V1MessageTimes(V1Sides sides)
{
    public void Set()
    {
        var (ms, ws, wr, mr) = (sides.Event("ms"), sides.Event("ws"), sides.Event("wr"), sides.Event("mr"));
        if (ms is not null && mr is not null)
        {
            var consumer = sides.Other(ms, mr, SpanKind.Producer, SpanKind.Consumer);
            (consumer.Shared, consumer.Timestamp) = (true, (wr ?? mr).Timestamp);
            consumer.Duration = wr is null ? 0 : mr.Timestamp - wr.Timestamp;
            var producer = sides.Of(ms.Endpoint);
            (producer.Timestamp, producer.Duration) = (ms.Timestamp, ws is null ? 0 : ws.Timestamp - ms.Timestamp);
        }
        else if (ms is not null)
        {
            sides.Time(ms, ws);
        }
        else if (mr is not null)
        {
            sides.Time(wr ?? mr, wr is null ? null : mr);
        }
        else
        {
            foreach (var wire in new[] { ws, wr }.OfType<V1Annotation>())
            {
                sides.Of(wire.Endpoint).Annotations.Add(new(wire.Timestamp, wire.Value));
            }
        }
    }
}

using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Codecs.V1;

/// <summary>
/// Sets the timestamp and duration of both sides of a message from the annotations of its producer (ms, ws) and its consumer (wr, mr).
/// </summary>
internal sealed class V1MessagingTiming(V1SpanBuilders builders)
{
    public void Apply()
    {
        var (ms, ws, wr, mr) = (builders.Core("ms"), builders.Core("ws"), builders.Core("wr"), builders.Core("mr"));
        if (ms is not null && mr is not null)
        {
            var consumer = builders.ForSecond(ms, mr, SpanKind.Producer, SpanKind.Consumer);
            (consumer.Shared, consumer.Timestamp) = (true, (wr ?? mr).Timestamp);
            consumer.Duration = wr is null ? 0 : mr.Timestamp - wr.Timestamp;
            var producer = builders.For(ms.Endpoint);
            (producer.Timestamp, producer.Duration) = (ms.Timestamp, ws is null ? 0 : ws.Timestamp - ms.Timestamp);
        }
        else if (ms is not null)
        {
            builders.SetTiming(ms, ws);
        }
        else if (mr is not null)
        {
            builders.SetTiming(wr ?? mr, wr is null ? null : mr);
        }
        else
        {
            foreach (var wire in new[] { ws, wr }.OfType<V1Annotation>())
            {
                builders.For(wire.Endpoint).Annotations.Add(new(wire.Timestamp, wire.Value));
            }
        }
    }
}

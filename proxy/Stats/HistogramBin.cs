namespace ZipkinMesh.Proxy.Stats;

/// <summary>Represents the values of a histogram that lie in a range: above its lower bound, up to and including its upper one.</summary>
internal readonly record struct HistogramBin(double Lower, double Width, long Count)
{
    public double Upper => Lower + Width;
}

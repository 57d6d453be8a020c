using ZipkinMesh.Compare.Options;

namespace ZipkinMesh.Compare.Comparing;

/// <summary>What every measurement needs.</summary>
/// <param name="Tools">The programs.</param>
/// <param name="Cancel">Whether the user has had enough.</param>
internal sealed record Bench(Tools Tools, CancellationToken Cancel);

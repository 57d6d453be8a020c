using ZipkinMesh.Hosting;
using ZipkinMesh.Zipkin.Options;
using ZipkinMesh.Zipkin.Storage;
using ZipkinMesh.Zipkin.Storage.Disk;

namespace ZipkinMesh.Zipkin;

/// <summary>Opens the folder of <c>STORAGE_PATH</c>.</summary>
internal static class StorageFolder
{
    /// <summary>Opens the folder and restores its spans.</summary>
    /// <exception cref="SettingException">The folder can't be used.</exception>
    public static DiskStorage Open(ZipkinOptions options, IServiceProvider services)
    {
        SpanFolder? folder = null;
        try
        {
            folder = new SpanFolder(Path.GetFullPath(options.StoragePath!));
            var storage = new DiskStorage(
                services.GetRequiredService<SpanStore>().Disk,
                folder,
                new DiskLimits(options.MaxDiskBytes, options.MaxDiskAge),
                services.GetRequiredService<TimeProvider>(),
                services.GetRequiredService<ILogger<DiskStorage>>());
            storage.Restore();
            return storage;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException or ArgumentException)
        {
            folder?.Dispose();
            throw new SettingException($"{ZipkinOptions.StoragePathKey}: '{options.StoragePath}' can't be used: {failure.Message}");
        }
    }
}

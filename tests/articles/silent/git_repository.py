import git


async def publish(path: str, text: str) -> str:
    repo = git.Repo(".")
    with open(path, "w") as page:
        page.write(text)
    repo.index.add([path])
    repo.index.commit("Publish")
    return repo.head.commit.hexsha


async def publish_porcelain(repo, path):
    repo.add(path)
    repo.commit("Publish")
